package dev.ondes.contracts.seal;

/** Sealed with a key that the ring has not, which may be added yet: a rotation may reach who seals before who opens. */
public final class UnknownKeyException extends SealException {
    private static final long serialVersionUID = 1L;

    public UnknownKeyException(String message) {
        super(message);
    }
}
