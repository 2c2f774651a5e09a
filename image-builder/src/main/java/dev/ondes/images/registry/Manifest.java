package dev.ondes.images.registry;

import java.util.List;

/**
 * A manifest whose bytes have the digest that it is called by.
 *
 * @param digest computed here of the bytes, never merely believed
 * @param mediaType as the registry said
 * @param size of the manifest itself in bytes
 * @param layers of an image; empty for an index
 * @param config of an image, with its size
 * @param children of an index; empty for an image
 */
public record Manifest(
        Digest digest, String mediaType, long size, List<Blob> layers, List<Blob> config, List<Child> children) {
    public Manifest {
        layers = List.copyOf(layers);
        config = List.copyOf(config);
        children = List.copyOf(children);
    }

    /** Something that a manifest names. */
    public record Blob(String digest, String mediaType, long size) {}

    /** An image of an index. */
    public record Child(Digest digest, String mediaType, long size, Platform platform) {}

    public boolean isIndex() {
        return MediaTypes.isIndex(mediaType);
    }

    /** What a pull of it transfers, in bytes: layers and configuration, compressed; 0 for an index, of which one is pulled. */
    public long imageSize() {
        return layers.stream().mapToLong(Blob::size).sum()
                + config.stream().mapToLong(Blob::size).sum();
    }
}
