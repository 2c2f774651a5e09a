package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import dev.ondes.scheduler.pods.EndMark;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.PodFacts;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.pods.ServiceFacts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a pod's state means. Pure. The agent's word comes first, unless all it says is that the build container was
 * lost; then whether the pod is over, then whether it can still come to a good end. Absence is never success: only a report says that a script succeeded.
 */
public final class EndDecision {
    /** Zero would take the pod from the API server before its processes are gone. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** The agent sends the rest of the log when its pod is deleted. */
    private static final Duration TO_FLUSH = Duration.ofSeconds(5);

    private EndDecision() {}

    /**
     * Decides.
     *
     * @param troubleSince since when a container has been waiting for the reason that it waits for now
     */
    public static Verdict decide(PodFacts pod, Patience patience, Instant troubleSince, Instant now) {
        AgentReport report = pod.report();
        if (report != null && !pod.leftToUs()) {
            return reported(report, pod);
        }
        if (pod.over()) {
            return Deaths.of(pod);
        }
        if (pod.deletedAt() != null) {
            if (pod.agent() instanceof Terminated agent
                    && report == null
                    && now.isBefore(pod.deletedAt().minus(patience.silentNode()))) {
                // Whom the grace was meant for is gone: a canceled job has one as long as its timeout.
                return remove(EndReason.AGENT_LOST, Deaths.told(agent));
            }
            Instant silentAt = pod.deletedAt().plus(patience.silentNode());
            return now.isBefore(silentAt) ? new Verdict.Wait(silentAt) : Deaths.silent(pod);
        }
        if (pod.mark() != null) {
            return new Verdict.Remove(pod.mark(), AT_ONCE);
        }
        if (report != null && report.reason() != EndReason.BUILD_CONTAINER_LOST) {
            return remove(report.reason(), report.detail());
        }
        if (report != null) {
            return after(
                    report.finishedAt().plus(patience.buildLost()),
                    now,
                    EndReason.BUILD_CONTAINER_LOST,
                    report.detail());
        }
        if (pod.agent() instanceof Terminated agent) {
            return remove(EndReason.AGENT_LOST, Deaths.told(agent));
        }
        if (pod.agent() instanceof ContainerFacts.Forgotten) {
            return forgotten(pod);
        }
        return switch (pod.build()) {
            case ContainerFacts.Forgotten _ -> forgotten(pod);
            case Terminated build -> lost(build, patience, now);
            case ContainerFacts.Waiting waiting
            when waiting.isTrouble() -> trouble(waiting, "", patience, troubleSince, now);
            case ContainerFacts.Waiting _, ContainerFacts.Running _, ContainerFacts.Unknown _ ->
                rest(pod, patience, troubleSince, now);
        };
    }

    /** Why an attempt that another one has followed was lost. */
    public static Verdict.Dead loss(PodFacts pod) {
        return Deaths.of(pod);
    }

    /**
     * An agent also says that the job is gone when we took it over: then our own mark counts. Without one GitLab is asked,
     * so that no job is left running there with nobody to end it.
     */
    private static Verdict reported(AgentReport report, PodFacts pod) {
        if (report.reason() != EndReason.JOB_GONE) {
            return report.reported() ? new Verdict.Told(report) : new Verdict.Untold(refined(report, pod));
        }
        EndMark mark = pod.mark() != null ? pod.mark() : movingMark(pod);
        if (mark == null) {
            return new Verdict.Untold(report);
        }
        return pod.over() ? new Verdict.Dead(mark.reason(), mark.detail()) : new Verdict.Remove(mark, AT_ONCE);
    }

    /** We took the job over to move it, and its agent heard that before we could delete its pod. */
    private static @Nullable EndMark movingMark(PodFacts pod) {
        PodNotice notice = pod.notice();
        return notice == null || !notice.moving()
                ? null
                : new EndMark(Losses.reason(notice.notice().cause()), null);
    }

    /** An agent can't see why the build container died; Kubernetes can. */
    private static AgentReport refined(AgentReport report, PodFacts pod) {
        return report.reason() == EndReason.UNKNOWN && pod.build() instanceof Terminated build && build.outOfMemory()
                ? new AgentReport(
                        report.attempt(),
                        EndReason.OUT_OF_MEMORY,
                        report.exitCode(),
                        report.detail(),
                        false,
                        report.scriptStarted(),
                        report.logOffset(),
                        report.agentStartedAt(),
                        report.scriptStartedAt(),
                        report.scriptFinishedAt(),
                        report.finishedAt(),
                        report.usage(),
                        report.leftOpen())
                : report;
    }

    /** The build container ended and the agent didn't: with 0 it has left its marker, and the agent uploads. */
    private static Verdict lost(Terminated build, Patience patience, Instant now) {
        if (build.neverStarted()) {
            return remove(StartTrouble.of(build), Deaths.told(build));
        }
        if (build.exitCode() == 0) {
            return new Verdict.Wait(null);
        }
        Instant lostAt = (build.finishedAt() == null ? now : build.finishedAt()).plus(patience.buildLost());
        if (now.isBefore(lostAt)) {
            return new Verdict.Wait(lostAt);
        }
        EndReason reason = build.outOfMemory() ? EndReason.OUT_OF_MEMORY : EndReason.BUILD_CONTAINER_LOST;
        return new Verdict.Remove(new EndMark(reason, Deaths.told(build)), TO_FLUSH);
    }

    private static Verdict forgotten(PodFacts pod) {
        return remove(EndReason.NODE_LOST, "node " + pod.node() + " was down before it began");
    }

    /** @param whose the beginning of what is told of it; empty where it is the build container's */
    private static Verdict trouble(
            ContainerFacts.Waiting waiting, String whose, Patience patience, Instant since, Instant now) {
        String told = Deaths.bothEnds(whose + waiting.reason() + ": " + waiting.message());
        return switch (waiting.reason()) {
            case "InvalidImageName" -> remove(EndReason.IMAGE_INVALID, told);
            case "RunContainerError", "StartError" -> remove(StartTrouble.of(waiting.message()), told);
            case "CreateContainerConfigError" ->
                after(since.plus(patience.config()), now, StartTrouble.ofConfig(waiting.message()), told);
            case "CreateContainerError" ->
                after(since.plus(patience.config()), now, StartTrouble.of(waiting.message()), told);
            case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable" ->
                switch (PullTrouble.of(waiting.reason(), waiting.message())) {
                    case NO_IMAGE -> remove(EndReason.IMAGE_NOT_FOUND, told);
                    case REGISTRY_AWAY, UNCLEAR ->
                        after(since.plus(patience.pull()), now, EndReason.IMAGE_PULL_FAILED, told);
                };
            default -> after(since.plus(patience.agent()), now, EndReason.POD_REFUSED, told);
        };
    }

    /** The build container is well so far: what about the agent, and the node? */
    private static Verdict rest(PodFacts pod, Patience patience, Instant since, Instant now) {
        if (pod.servicesBegin()) {
            for (ServiceFacts service : pod.services()) {
                String whose = "service " + service.image() + ": ";
                if (service.crashes()) {
                    return remove(ServiceCrash.reason(service), whose + ServiceCrash.told(service));
                }
                // One that has crashed may come up yet.
                if (service.now() instanceof ContainerFacts.Waiting waiting
                        && waiting.isTrouble()
                        && !waiting.reason().equals("CrashLoopBackOff")) {
                    return trouble(waiting, whose, patience, since, now);
                }
            }
        }
        if (pod.agent() instanceof ContainerFacts.Waiting agent && agent.isTrouble()) {
            String told = Deaths.bothEnds("agent: " + agent.reason() + ": " + agent.message());
            return after(since.plus(patience.agent()), now, EndReason.POD_REFUSED, told);
        }
        if (pod.node() == null) {
            String told = pod.scheduling().isBlank() ? null : Deaths.oneLine(pod.scheduling());
            return after(pod.createdAt().plus(patience.noNode()), now, EndReason.UNSCHEDULABLE, told);
        }
        if (pod.phase() == PodFacts.Phase.PENDING && !(pod.agent() instanceof ContainerFacts.Running)) {
            Instant bound = pod.scheduledAt() == null ? pod.createdAt() : pod.scheduledAt();
            String told = "node %s has not started it in %d min"
                    .formatted(pod.node(), patience.start().toMinutes());
            return after(bound.plus(patience.start()), now, EndReason.POD_REFUSED, told);
        }
        return new Verdict.Wait(null);
    }

    private static Verdict after(Instant end, Instant now, EndReason reason, @Nullable String detail) {
        return now.isBefore(end) ? new Verdict.Wait(end) : remove(reason, detail);
    }

    private static Verdict remove(EndReason reason, @Nullable String detail) {
        return new Verdict.Remove(new EndMark(reason, detail), AT_ONCE);
    }
}
