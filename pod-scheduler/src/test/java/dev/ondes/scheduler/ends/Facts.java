package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.EndMark;
import dev.ondes.scheduler.pods.PodFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts about a pod that runs well, to be changed one by one. */
final class Facts {
    static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

    private PodFacts.Phase phase = PodFacts.Phase.RUNNING;
    private String reason = "";
    private String message = "";
    private @Nullable String node = "node-1";
    private @Nullable Instant deletedAt;
    private PodFacts.@Nullable Disruption disruption;
    private ContainerFacts agent = new ContainerFacts.Running(false, CREATED);
    private ContainerFacts build = new ContainerFacts.Running(false, CREATED);
    private @Nullable AgentReport report;
    private @Nullable EndMark mark;
    private boolean gone;

    static Facts running() {
        return new Facts();
    }

    static Facts failed() {
        return new Facts().phase(PodFacts.Phase.FAILED);
    }

    static Facts pending() {
        Facts facts = new Facts().phase(PodFacts.Phase.PENDING);
        facts.agent = new ContainerFacts.Unknown();
        facts.build = new ContainerFacts.Unknown();
        return facts;
    }

    Facts phase(PodFacts.Phase value) {
        phase = value;
        return this;
    }

    Facts because(String itsReason, String itsMessage) {
        reason = itsReason;
        message = itsMessage;
        return this;
    }

    Facts noNode() {
        node = null;
        return this;
    }

    Facts deleted(Instant at) {
        deletedAt = at;
        return this;
    }

    Facts disrupted(String itsReason, String itsMessage) {
        disruption = new PodFacts.Disruption(itsReason, itsMessage);
        return this;
    }

    Facts agent(ContainerFacts facts) {
        agent = facts;
        return this;
    }

    Facts build(ContainerFacts facts) {
        build = facts;
        return this;
    }

    Facts buildWaits(String itsReason, String itsMessage) {
        return build(new ContainerFacts.Waiting(itsReason, itsMessage));
    }

    Facts report(EndReason its, boolean reported) {
        report = new AgentReport(1, its, null, null, reported, true, 40, CREATED, CREATED, CREATED, CREATED);
        return agent(ended(0, "Completed"));
    }

    Facts marked(EndReason its) {
        mark = new EndMark(its, "as marked");
        return this;
    }

    Facts vanished() {
        gone = true;
        return this;
    }

    PodFacts get() {
        return new PodFacts(
                phase,
                reason,
                message,
                node,
                "0/3 nodes are available",
                CREATED,
                null,
                deletedAt,
                disruption,
                agent,
                build,
                report,
                mark,
                gone);
    }

    static ContainerFacts.Terminated ended(int exitCode, String reason) {
        return new ContainerFacts.Terminated(exitCode, reason, "", CREATED, CREATED.plusSeconds(20));
    }
}
