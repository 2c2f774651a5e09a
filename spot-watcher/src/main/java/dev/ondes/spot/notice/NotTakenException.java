package dev.ondes.spot.notice;

/** The broker has not confirmed it yet. It is kept and tried on; the source should nevertheless say it again. */
public final class NotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotTakenException(String message) {
        super(message);
    }
}
