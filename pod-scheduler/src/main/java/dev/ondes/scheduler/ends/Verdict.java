package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.pods.EndMark;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the state of a job's latest pod asks for. */
public sealed interface Verdict {

    /**
     * Nothing now.
     *
     * @param lookAgainAt when time alone would change that; null for never
     */
    record Wait(@Nullable Instant lookAgainAt) implements Verdict {}

    /** The pod can't come to a good end: delete it, and decide again when it is over. */
    record Remove(EndMark mark, Duration grace) implements Verdict {}

    /** The agent has told GitLab the end. */
    record Told(AgentReport report) implements Verdict {}

    /** The agent knew the end but could not tell GitLab. */
    record Untold(AgentReport report) implements Verdict {}

    /** The pod is over, and its agent was cut off: the job is to be run again where that is safe, else to be ended. */
    record Dead(EndReason reason, @Nullable String detail) implements Verdict {}
}
