package dev.ondes.contracts.build;

import org.jspecify.annotations.Nullable;

/**
 * One destination as the registry holds it.
 *
 * @param name {@code host/repository:tag}
 * @param digest {@code sha256:…} of its manifest or index
 * @param mediaType of the manifest
 * @param size of config and layers together in bytes, where the registry said it
 */
public record BuiltImage(
        String name,
        String digest,
        @Nullable String mediaType,
        @Nullable Long size) {}
