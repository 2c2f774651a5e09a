package dev.ondes.dispatcher.settings;

/** Settings that can't be right: the message names the key and the fix, and is all that operators are shown. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }
}
