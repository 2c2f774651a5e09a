package dev.ondes.images.provenance;

import dev.ondes.contracts.build.BuildSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a build once it has ended well.
 *
 * @param project its path in GitLab
 * @param context SHA-256 of the uploaded context's tar
 * @param commit that a git source had
 * @param baseImages where the builder told them
 * @param builderImage the builder's own image
 */
public record BuildFacts(
        String buildId,
        String project,
        BuildSpec spec,
        Optional<String> context,
        Optional<String> commit,
        List<BaseImage> baseImages,
        String builder,
        String builderImage,
        Instant startedAt,
        Instant finishedAt) {
    public BuildFacts {
        baseImages = List.copyOf(baseImages);
    }

    /**
     * An image that this one is built on.
     *
     * @param digest such as {@code sha256:…}
     */
    public record BaseImage(String name, String digest) {}
}
