package dev.ondes.gitlab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A runner made by registration.
 *
 * @param runnerId GitLab's id of the runner
 * @param tokenExpiresAt null where the token doesn't expire
 */
public record Registered(
        long runnerId, RunnerToken token, @Nullable Instant tokenExpiresAt) {}
