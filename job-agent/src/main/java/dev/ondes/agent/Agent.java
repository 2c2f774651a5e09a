package dev.ondes.agent;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.agent.trace.TraceFile;
import dev.ondes.agent.trace.TraceSender;
import dev.ondes.agent.trace.Transfer;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.MalformedPayloadException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one pod: takes its job, asks GitLab whether it shall run, runs it, leaves the report. One thread does it; a
 * second one ({@link TraceSender}) talks to GitLab meanwhile. {@link #podEnds} may come from any thread.
 */
public final class Agent {
    private final AgentSettings settings;
    private final Clock clock;
    private final Orders orders = new Orders();
    private volatile @Nullable Transfer transfer;

    public Agent(AgentSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The kubelet wants the agent to end: see {@link Orders#podEnds}. */
    public void podEnds() {
        orders.podEnds();
        Transfer underWay = transfer;
        if (underWay != null) {
            underWay.hurry();
        }
    }

    /**
     * Runs the job.
     *
     * @return the report, which also stands in the termination message; null where the pod went away before the script could
     *     begin, so that the job may run elsewhere
     */
    public @Nullable AgentReport run() throws IOException {
        Instant startedAt = clock.instant();
        try {
            AgentJob job = JobFile.await(settings.jobFile(), settings.tempo().look(), orders);
            var reports = new Reports(settings.termination(), job, startedAt, clock);
            JobPayload payload;
            try {
                payload = JobPayload.parse(job.payload());
            } catch (MalformedPayloadException e) {
                return reports.leave(EndReason.PAYLOAD_UNREADABLE, e.getMessage(), false);
            }
            return run(job, payload, reports);
        } catch (StoppedException e) {
            return null;
        }
    }

    private @Nullable AgentReport run(AgentJob job, JobPayload payload, Reports reports) throws IOException {
        var operators = new AgentLog(clock, payload.id(), job.attempt());
        try (GitLabClient gitlab = new GitLabClient(
                        job.gitlabUrl(), ClientSettings.defaults().withAuthorities(settings.authorities()));
                Scratch scratch = new Scratch(settings.temporary(), payload.id(), job.attempt());
                TraceFile file = new TraceFile(scratch.directory().resolve("trace"))) {
            FirstCall.make(
                    gitlab,
                    payload.jobCredentials(),
                    orders,
                    operators,
                    settings.tempo().look());
            if (orders.order() == Order.STOP) {
                operators.say("refused", orders.why());
                return reports.leave(EndReason.JOB_GONE, orders.why(), true);
            }
            var attempt = new Attempt(
                    settings, scratch.directory(), job, payload, gitlab, file, reports, orders, operators, clock);
            transfer = attempt.transfer();
            if (orders.podEnding()) {
                attempt.transfer().hurry();
            }
            AgentReport report = attempt.run();
            operators.say("ended", report.reason().wire());
            return report;
        } catch (StoppedException e) {
            operators.say("left", Problems.text(e));
            throw e;
        }
    }
}
