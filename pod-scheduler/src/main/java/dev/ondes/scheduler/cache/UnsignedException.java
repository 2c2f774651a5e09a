package dev.ondes.scheduler.cache;

/** No request can be signed now; the message holds no secret. */
final class UnsignedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean first;

    UnsignedException(String message, boolean first) {
        super(message);
        this.first = first;
    }

    /** Whether this is the trouble itself, and not its echo within a pause. */
    boolean first() {
        return first;
    }
}
