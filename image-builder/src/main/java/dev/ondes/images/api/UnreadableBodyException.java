package dev.ondes.images.api;

/** A body that isn't what it should be; the text names fields, never values. */
final class UnreadableBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableBodyException(String message) {
        super(message);
    }
}
