package dev.ondes.contracts.seal;

/** A payload that can't be opened; the text names the key id, never the content. */
public class SealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }
}
