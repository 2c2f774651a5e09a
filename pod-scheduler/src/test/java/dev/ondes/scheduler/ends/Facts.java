package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.EndMark;
import dev.ondes.scheduler.pods.NodeNotice;
import dev.ondes.scheduler.pods.PodFacts;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.pods.ServiceFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about a pod that runs well, to be changed one by one. */
public final class Facts {
    public static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

    private PodFacts.Phase phase = PodFacts.Phase.RUNNING;
    private String reason = "";
    private String message = "";
    private @Nullable String node = "node-1";
    private @Nullable Instant deletedAt;
    private PodFacts.@Nullable Disruption disruption;
    private ContainerFacts agent = new ContainerFacts.Running(false, CREATED);
    private ContainerFacts build = new ContainerFacts.Running(false, CREATED);
    private List<ServiceFacts> services = List.of();
    private @Nullable AgentReport report;
    private @Nullable EndMark mark;
    private @Nullable PodNotice notice;
    private boolean gone;

    public static Facts running() {
        return new Facts();
    }

    public static Facts failed() {
        return new Facts().phase(PodFacts.Phase.FAILED);
    }

    public static Facts pending() {
        Facts facts = new Facts().phase(PodFacts.Phase.PENDING);
        facts.agent = new ContainerFacts.Unknown();
        facts.build = new ContainerFacts.Unknown();
        return facts;
    }

    public Facts phase(PodFacts.Phase value) {
        phase = value;
        return this;
    }

    public Facts because(String itsReason, String itsMessage) {
        reason = itsReason;
        message = itsMessage;
        return this;
    }

    public Facts noNode() {
        node = null;
        return this;
    }

    public Facts deleted(Instant at) {
        deletedAt = at;
        return this;
    }

    public Facts disrupted(String itsReason, String itsMessage) {
        disruption = new PodFacts.Disruption(itsReason, itsMessage);
        return this;
    }

    public Facts agent(ContainerFacts facts) {
        agent = facts;
        return this;
    }

    public Facts build(ContainerFacts facts) {
        build = facts;
        return this;
    }

    public Facts buildWaits(String itsReason, String itsMessage) {
        return build(new ContainerFacts.Waiting(itsReason, itsMessage));
    }

    public Facts services(ServiceFacts... facts) {
        services = List.of(facts);
        return this;
    }

    public Facts report(EndReason its, boolean reported) {
        report =
                new AgentReport(1, its, null, null, reported, true, 40, CREATED, CREATED, CREATED, CREATED, null, null);
        return agent(ended(0, "Completed"));
    }

    public Facts marked(EndReason its) {
        mark = new EndMark(its, "as marked");
        return this;
    }

    public Facts moving() {
        return noticed(NoticeKind.SPOT_INTERRUPTION, Decision.MOVE_NOW);
    }

    public Facts noticed(NoticeKind kind, Decision decision) {
        var node = new NodeNotice("n1", "node-1", kind, CREATED, CREATED.plusSeconds(120), null, null);
        notice = new PodNotice(node, decision, null);
        return this;
    }

    public Facts vanished() {
        gone = true;
        return this;
    }

    public PodFacts get() {
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
                services,
                report,
                mark,
                notice,
                gone);
    }

    public static ContainerFacts.Terminated ended(int exitCode, String reason) {
        return ended(exitCode, reason, "");
    }

    public static ContainerFacts.Terminated ended(int exitCode, String reason, String message) {
        return new ContainerFacts.Terminated(exitCode, reason, message, CREATED, CREATED.plusSeconds(20));
    }
}
