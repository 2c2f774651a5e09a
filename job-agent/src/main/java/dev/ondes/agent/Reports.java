package dev.ondes.agent;

import dev.ondes.agent.end.JobEnd;
import dev.ondes.agent.end.TerminationMessage;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gathers what pod-scheduler wants to know of the attempt, and leaves it as the termination message. */
final class Reports {
    private final TerminationMessage message;
    private final AgentJob job;
    private final Instant startedAt;
    private final Clock clock;
    private long logOffset;
    private boolean scriptStarted;
    private @Nullable Instant scriptStartedAt;
    private @Nullable Instant scriptFinishedAt;
    private @Nullable Usage usage;

    Reports(Path termination, AgentJob job, Instant startedAt, Clock clock) {
        this.message = new TerminationMessage(termination);
        this.job = job;
        this.startedAt = startedAt;
        this.clock = clock;
        this.logOffset = job.logOffset();
    }

    void gateOpens() {
        scriptStarted = true;
        scriptStartedAt = clock.instant();
    }

    /** Whether the gate was opened, and so the user's script may have run. */
    boolean scriptStarted() {
        return scriptStarted;
    }

    /** @param used what the build container could see of itself */
    void scriptFinished(@Nullable Instant at, @Nullable Usage used) {
        scriptFinishedAt = at;
        usage = used;
    }

    void acknowledged(long size) {
        logOffset = size;
    }

    AgentReport leave(EndReason reason, @Nullable String detail, boolean reported) throws IOException {
        return leave(new JobEnd(reason, null, detail), reported);
    }

    /** @param reported whether GitLab knows the end */
    AgentReport leave(JobEnd end, boolean reported) throws IOException {
        return leave(end, reported, false);
    }

    /** Ends this attempt; what becomes of the job is left to pod-scheduler. */
    AgentReport leaveOpen(JobEnd end) throws IOException {
        return leave(end, false, true);
    }

    private AgentReport leave(JobEnd end, boolean reported, boolean open) throws IOException {
        var report = new AgentReport(
                job.attempt(),
                end.reason(),
                end.exitCode(),
                end.detail(),
                reported,
                scriptStarted,
                logOffset,
                startedAt,
                scriptStartedAt,
                scriptFinishedAt,
                clock.instant(),
                usage,
                open);
        message.write(report);
        return report;
    }
}
