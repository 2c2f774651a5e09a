package dev.ondes.contracts.event;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import org.jspecify.annotations.Nullable;

/**
 * Attempt N was lost through no fault of the user, before the script began or where it may run again; attempt N+1 follows.
 *
 * @param jobId GitLab's job id
 * @param attempt the lost one
 * @param reason why it was lost
 * @param node where it was, if it had one
 * @param nextCapacity where the next attempt may run
 * @param cause whose doing the loss of the node was, if that is what happened
 * @param zone of that node
 * @param nodeGroup of that node
 */
public record JobRescheduled(
        long jobId,
        String jobClass,
        String projectPath,
        int attempt,
        EndReason reason,
        @Nullable String node,
        CapacityType nextCapacity,
        @Nullable LossCause cause,
        @Nullable String zone,
        @Nullable String nodeGroup)
        implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
