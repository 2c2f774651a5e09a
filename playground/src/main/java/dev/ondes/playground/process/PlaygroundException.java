package dev.ondes.playground.process;

/** Something that the person at the keyboard can mend: the message says what and how, and no stack trace is shown. */
public final class PlaygroundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlaygroundException(String message) {
        super(message);
    }
}
