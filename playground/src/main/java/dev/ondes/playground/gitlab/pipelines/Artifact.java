package dev.ondes.playground.gitlab.pipelines;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded file of a job.
 *
 * @param type such as {@code archive} or {@code junit}
 * @param expiresAt null for never
 */
public record Artifact(
        String type,
        String format,
        String filename,
        Path file,
        long size,
        String sha256,
        @Nullable Instant expiresAt) {

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
