package dev.ondes.contracts.event;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.LossCause;
import org.jspecify.annotations.Nullable;

/**
 * The job ended, and GitLab knows it.
 *
 * @param jobId GitLab's job id
 * @param attempts how many pods it took
 * @param exitCode of the script, where it ran to an end
 * @param detail one line for operators, without secrets
 * @param node of the last attempt
 * @param capacity of the last attempt
 * @param interruption whose doing the last loss of a node was that hit the job, where one did
 * @param cost where prices are known
 * @param resources of the last attempt, where it had a pod
 */
public record JobFinished(
        long jobId,
        String jobName,
        String projectPath,
        String jobClass,
        int attempts,
        Outcome outcome,
        EndReason reason,
        @Nullable Integer exitCode,
        @Nullable String detail,
        @Nullable String node,
        CapacityType capacity,
        Timings timings,
        @Nullable LossCause interruption,
        @Nullable Cost cost,
        @Nullable Resources resources)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
