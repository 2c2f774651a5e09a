package dev.ondes.images.store;

/**
 * A context that somebody has and wants to upload.
 *
 * @param sha256 of the gzip, as it will be sent
 * @param size of the gzip in bytes
 */
public record Offer(ContextId context, String sha256, long size) {
    public Offer {
        ContextId.requireHash(sha256, "sha256");
        if (size <= 0) {
            throw new IllegalArgumentException("size must be the number of bytes that will be uploaded, not " + size);
        }
    }
}
