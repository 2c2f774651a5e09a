package dev.ondes.contracts.pod;

import dev.ondes.contracts.job.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The agent's last word: the JSON that it leaves as its container's termination message (at most 4096 bytes) and that
 * pod-scheduler reads. A pod that ended without one was cut off.
 *
 * @param attempt the attempt that reports
 * @param reason why it ended
 * @param exitCode the script's exit code, where it ran to an end
 * @param detail one line for operators without any secret, or null
 * @param reported whether GitLab has acknowledged the final state; where not, pod-scheduler reports it
 * @param scriptStarted whether the gate was opened, and so the user's script may have run
 * @param usage what the build container used, where it came to an end and could read that
 * @param logOffset size of the whole log at GitLab after this attempt's last acknowledged byte
 * @param leftOpen whether the agent leaves to pod-scheduler what becomes of the job, which may run it elsewhere; null from an
 *     agent that did not say so yet
 */
public record AgentReport(
        int attempt,
        EndReason reason,
        @Nullable Integer exitCode,
        @Nullable String detail,
        boolean reported,
        boolean scriptStarted,
        long logOffset,
        Instant agentStartedAt,
        @Nullable Instant scriptStartedAt,
        @Nullable Instant scriptFinishedAt,
        Instant finishedAt,
        @Nullable Usage usage,
        @Nullable Boolean leftOpen) {}
