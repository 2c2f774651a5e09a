package dev.ondes.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook told where a job stands in GitLab, whoever may run it; or GitLab did, when it was asked. Webhooks get lost, repeated and out of order: the envelope's
 * time is when this one came, and only the job's own times say what was before what.
 *
 * @param jobId GitLab's job id
 * @param jobName its name in the pipeline
 * @param projectPath such as {@code group/project}
 * @param status GitLab's word, such as {@code pending}; GitLab may get new ones
 * @param createdAt when the job was made, not when it became pending
 * @param queuedAt when it became pending, where GitLab says it: webhooks don't
 * @param failureReason GitLab's word, where it failed
 * @param runnerId GitLab's id of the runner that took it; nobody has yet, where it is missing
 */
public record JobObserved(
        long jobId,
        String jobName,
        String projectPath,
        String status,
        @Nullable String stage,
        @Nullable String ref,
        @Nullable Long pipelineId,
        @Nullable Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureReason,
        @Nullable Long runnerId)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
