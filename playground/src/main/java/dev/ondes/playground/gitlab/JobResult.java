package dev.ondes.playground.gitlab;

import dev.ondes.playground.gitlab.pipelines.CiStatus;
import dev.ondes.playground.gitlab.pipelines.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stood when it was asked for.
 *
 * @param retried a later job took its place
 */
public record JobResult(
        long id,
        String name,
        String stage,
        CiStatus status,
        boolean allowFailure,
        @Nullable String failureReason,
        @Nullable Integer exitCode,
        boolean retried,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static JobResult of(Job job) {
        return new JobResult(
                job.id(),
                job.definition().name(),
                job.definition().stage(),
                job.status(),
                job.state().allowFailure(),
                job.state().failureReason(),
                job.state().exitCode(),
                job.retried(),
                job.state().queuedAt(),
                job.state().startedAt(),
                job.state().finishedAt());
    }
}
