package dev.ondes.contracts.event;

import dev.ondes.contracts.job.CapacityType;
import java.time.Instant;

/**
 * Attempt N of the job has a pod.
 *
 * @param jobId GitLab's job id
 * @param attempt 1, 2 or 3
 * @param pod the pod's name
 * @param capacity where it may run
 */
public record PodCreated(
        long jobId,
        int attempt,
        String jobClass,
        String projectPath,
        String namespace,
        String pod,
        CapacityType capacity,
        Instant createdAt)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
