package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The job ended, and how. */
public record End(Instant saidAt, JobFinished how) implements Said {
    private static final Set<EndReason> LOSSES = EnumSet.of(
            EndReason.NODE_LOST,
            EndReason.SPOT_INTERRUPTED,
            EndReason.NODE_SCALED_DOWN,
            EndReason.NODE_MAINTENANCE,
            EndReason.NODE_DRAINED_BY_OPERATOR,
            EndReason.POD_EVICTED,
            EndReason.POD_PREEMPTED,
            EndReason.POD_DELETED);

    /** Whether the last pod was lost, with its node or alone: nobody was left there who could say how far its script came. */
    public boolean lost() {
        return LOSSES.contains(how.reason());
    }
}
