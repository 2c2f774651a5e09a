package dev.ondes.contracts.node;

/** A notice that can't be read; the text names the field. */
public final class DetectedNoticeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DetectedNoticeException(String message) {
        super(message);
    }
}
