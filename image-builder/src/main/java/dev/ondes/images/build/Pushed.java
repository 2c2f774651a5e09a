package dev.ondes.images.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one part's builder said when it had pushed.
 *
 * @param digest of the manifest, the same at each of the part's destinations
 * @param commit that a git source stood for
 */
public record Pushed(
        int part,
        String digest,
        @Nullable String node,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String commit) {}
