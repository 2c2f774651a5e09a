package dev.ondes.contracts.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a job's steps happened; a step that never came is null. Each clock of a job (queued, unschedulable, pulling,
 * preparing, running) is the time between two of these.
 *
 * @param queuedAt when the job became pending in GitLab
 * @param takenAt when GitLab handed it to job-dispatcher
 * @param podCreatedAt when the API server acknowledged the pod of the last attempt
 * @param scheduledAt when that pod had a node
 * @param agentStartedAt when the agent in it began
 * @param scriptStartedAt when the user's script began
 * @param scriptFinishedAt when the user's script, without {@code after_script}, ended
 * @param finishedAt when GitLab knew the end
 */
public record Timings(
        Instant queuedAt,
        Instant takenAt,
        @Nullable Instant podCreatedAt,
        @Nullable Instant scheduledAt,
        @Nullable Instant agentStartedAt,
        @Nullable Instant scriptStartedAt,
        @Nullable Instant scriptFinishedAt,
        Instant finishedAt) {}
