package dev.ondes.images.sbom;

/** What was printed is no list of what is in the image; the message says why. */
public final class UnusableSbomException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableSbomException(String message) {
        super(message);
    }
}
