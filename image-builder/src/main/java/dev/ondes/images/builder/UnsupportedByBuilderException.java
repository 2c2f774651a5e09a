package dev.ondes.images.builder;

/** A request that this builder can't do; the text says which one can. */
public final class UnsupportedByBuilderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedByBuilderException(String message) {
        super(message);
    }
}
