package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import dev.ondes.scheduler.pods.PodFacts;
import java.util.Set;

/**
 * Why a pod that is over and left no report died. What only the job itself can cause is asked first, since such an end is
 * never repeated; then who ended it from outside; then what is left of its containers.
 */
final class Deaths {
    private static final int DETAIL_LIMIT = 300;
    /** The kubelet's reasons for not admitting a pod that was bound to its node. */
    private static final Set<String> NOT_ADMITTED = Set.of(
            "NodeAffinity",
            "NodePorts",
            "NodeName",
            "UnexpectedAdmissionError",
            "TopologyAffinityError",
            "AppArmor",
            "SysctlForbidden",
            "PodOSNotSupported",
            "PodLevelResourcesNotSupported");

    private static final Set<String> NODE_WENT = Set.of("NodeLost", "NodeShutdown", "Shutdown", "Terminated");

    /** Of containerd and of the kubelet, for a container whose end they did not see. */
    private static final Set<String> UNSEEN = Set.of("Unknown", "ContainerStatusUnknown");

    private Deaths() {}

    static Verdict.Dead silent(PodFacts pod) {
        return new Verdict.Dead(EndReason.NODE_LOST, "node " + pod.node() + " does not answer");
    }

    static Verdict.Dead of(PodFacts pod) {
        if (pod.mark() != null) {
            return new Verdict.Dead(pod.mark().reason(), pod.mark().detail());
        }
        if (pod.build() instanceof Terminated build && build.outOfMemory()) {
            return new Verdict.Dead(EndReason.OUT_OF_MEMORY, told(build));
        }
        if (movedByUs(pod)) {
            return new Verdict.Dead(EndReason.POD_DELETED, null);
        }
        if (pod.build() instanceof Terminated build && build.neverStarted()) {
            return new Verdict.Dead(StartTrouble.of(build), told(build));
        }
        String told = pod.message().isBlank() ? null : oneLine(pod.message());
        return switch (pod.reason()) {
            case "DeadlineExceeded" -> new Verdict.Dead(EndReason.JOB_TIMEOUT, told);
            case "Evicted" -> new Verdict.Dead(evicted(pod.message()), told);
            case "Preempting" -> new Verdict.Dead(EndReason.POD_PREEMPTED, told);
            case String reason when NODE_WENT.contains(reason) -> new Verdict.Dead(EndReason.NODE_LOST, told);
            case String reason
            when NOT_ADMITTED.contains(reason) || reason.startsWith("OutOf") ->
                new Verdict.Dead(EndReason.POD_REFUSED, told);
            default -> fromOutside(pod);
        };
    }

    /** A container that we cut off while it started looks broken; what the job's own limits did meanwhile counts. */
    private static boolean movedByUs(PodFacts pod) {
        boolean ownLimit = pod.reason().equals("DeadlineExceeded")
                || (pod.reason().equals("Evicted") && evicted(pod.message()) == EndReason.OUT_OF_DISK);
        return pod.moving() && pod.deletedAt() != null && !ownLimit;
    }

    /** Over its own limit, or in the way of others? "Low on resource" tells of the node; it, too, says "exceeds". */
    private static EndReason evicted(String message) {
        boolean nodePressure = message.contains("low on resource") || !message.contains("exceed");
        return nodePressure ? EndReason.POD_EVICTED : EndReason.OUT_OF_DISK;
    }

    private static Verdict.Dead fromOutside(PodFacts pod) {
        var disruption = pod.disruption();
        if (disruption == null) {
            return pod.deletedAt() != null || pod.gone()
                    ? new Verdict.Dead(EndReason.POD_DELETED, null)
                    : fromInside(pod);
        }
        EndReason reason =
                switch (disruption.reason()) {
                    case "PreemptionByScheduler" -> EndReason.POD_PREEMPTED;
                    case "DeletionByTaintManager", "DeletionByPodGC" -> EndReason.NODE_LOST;
                    case "TerminationByKubelet" ->
                        disruption.message().contains("shutdown") ? EndReason.NODE_LOST : EndReason.POD_EVICTED;
                    default -> EndReason.POD_EVICTED;
                };
        return new Verdict.Dead(reason, oneLine(disruption.reason() + ": " + disruption.message()));
    }

    private static Verdict.Dead fromInside(PodFacts pod) {
        if (pod.agent() instanceof Terminated agent
                && pod.build() instanceof Terminated build
                && unseen(agent)
                && unseen(build)) {
            return new Verdict.Dead(EndReason.NODE_LOST, "node " + pod.node() + " was down for a while");
        }
        if (pod.build() instanceof Terminated build && build.exitCode() != 0) {
            return new Verdict.Dead(EndReason.BUILD_CONTAINER_LOST, told(build));
        }
        if (pod.report() != null) {
            return new Verdict.Dead(pod.report().reason(), pod.report().detail());
        }
        if (pod.agent() instanceof Terminated agent) {
            return new Verdict.Dead(EndReason.AGENT_LOST, told(agent));
        }
        return new Verdict.Dead(EndReason.UNKNOWN, null);
    }

    /** It ended while neither runtime nor kubelet lived to see how: the machine went down, and is back. */
    private static boolean unseen(Terminated container) {
        return UNSEEN.contains(container.reason());
    }

    static String told(Terminated container) {
        String reason = container.reason().isEmpty() ? "" : container.reason() + ", ";
        String message = container.neverStarted() ? ": " + container.message() : "";
        return oneLine(reason + "exit code " + container.exitCode() + message);
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= DETAIL_LIMIT ? line : line.substring(0, DETAIL_LIMIT - 1) + "…";
    }

    /** The same of a chain of errors, where what happened stands at the begin and why at the end. */
    static String bothEnds(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        int half = (DETAIL_LIMIT - 1) / 2;
        return line.length() <= DETAIL_LIMIT
                ? line
                : line.substring(0, half) + "…" + line.substring(line.length() - half);
    }
}
