package dev.ondes.gitlab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * GitLab knows the runner.
 *
 * @param runnerId GitLab's id of the runner; null from very old servers
 * @param tokenExpiresAt null where the token doesn't expire
 */
public record Verified(@Nullable Long runnerId, @Nullable Instant tokenExpiresAt) {}
