package dev.ondes.cloud;

/** A wish that can't be granted; the text says why, and what can. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    AdminException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
