package dev.ondes.alerter.console.act;

/** What somebody asked for is not done. The message is a sentence for them. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
