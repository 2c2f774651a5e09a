package dev.ondes.images.build;

/** An annotation that somebody changed by hand. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String what, Exception cause) {
        // Not with the cause's text, which may repeat a value.
        super("the record of the build can't be read: " + what + ": "
                + cause.getClass().getSimpleName());
    }
}
