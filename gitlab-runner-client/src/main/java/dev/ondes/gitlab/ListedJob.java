package dev.ondes.gitlab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as GitLab shows it to people.
 *
 * @param status GitLab's word, such as {@code pending}
 * @param queuedAt when it became pending, by the time that GitLab says it has waited; null where it says none
 * @param failureReason GitLab's word, where it failed
 * @param runner id of the runner that took it
 */
public record ListedJob(
        long id,
        String name,
        String status,
        @Nullable String stage,
        @Nullable String ref,
        @Nullable Long pipeline,
        @Nullable Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureReason,
        @Nullable Long runner) {}
