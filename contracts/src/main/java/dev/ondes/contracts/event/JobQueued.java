package dev.ondes.contracts.event;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * GitLab gave us this job. Everything here but {@code sealedPayload} may be shown to operators.
 *
 * @param jobId GitLab's job id
 * @param jobName its name in the pipeline
 * @param projectPath such as {@code group/project}
 * @param ref branch or tag
 * @param jobClass the class, and so the runner, that took it
 * @param gitlabUrl base address of its GitLab
 * @param timeout the job's own time limit, ISO-8601
 * @param queuedAt when it became pending in GitLab
 * @param takenAt when GitLab handed it to us
 * @param sealedPayload GitLab's answer to the job request as compact JWE
 */
public record JobQueued(
        long jobId,
        String jobName,
        long pipelineId,
        long projectId,
        String projectPath,
        String ref,
        String jobClass,
        URI gitlabUrl,
        Duration timeout,
        Instant queuedAt,
        Instant takenAt,
        String sealedPayload)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }

    /** The sealed payload says nothing to a reader, and is long. */
    @Override
    public String toString() {
        return "JobQueued[jobId=" + jobId + ", projectPath=" + projectPath + ", jobClass=" + jobClass + "]";
    }
}
