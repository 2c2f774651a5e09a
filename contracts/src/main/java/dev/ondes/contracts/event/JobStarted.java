package dev.ondes.contracts.event;

import java.time.Instant;

/**
 * The user's script began.
 *
 * @param jobId GitLab's job id
 */
public record JobStarted(long jobId, int attempt, String jobClass, String projectPath, String node, Instant startedAt)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
