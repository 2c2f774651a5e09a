package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.ends.Verdict;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.NodeNotice;
import dev.ondes.scheduler.pods.PodFacts;
import dev.ondes.scheduler.pods.PodNotice;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose doing a pod's death was: what the pod shows, put together with what was heard of its node. Pure. A pod that died
 * without a notice keeps the reason that it shows.
 */
final class Attribution {
    private Attribution() {}

    /**
     * The death with its true reason.
     *
     * @param standing what is known of the node now, which may have been heard after the death
     */
    static Verdict.Dead of(Verdict.Dead dead, PodFacts pod, Optional<NodeNotice> standing, Instant now) {
        if (!mayBeTheNode(dead.reason(), pod)) {
            return dead;
        }
        PodNotice own = pod.notice();
        if (own != null && own.moving()) {
            return explained(own.notice());
        }
        Instant at = deathOf(pod, now);
        boolean alone = dead.reason() == EndReason.BUILD_CONTAINER_LOST && !agentCutOff(pod);
        return standing.or(() ->
                        own == null || own.decision() == Decision.STAY ? Optional.empty() : Optional.of(own.notice()))
                .filter(notice -> notice.explains(at))
                .filter(notice -> tellsWhy(notice.kind()))
                .filter(notice -> notice.kind().certain() || !alone)
                .map(Attribution::explained)
                .orElse(dead);
    }

    private static Verdict.Dead explained(NodeNotice notice) {
        return new Verdict.Dead(Losses.reason(notice.cause()), Lines.heard(notice));
    }

    /** Not who only sees that the node is gone: the pod shows as much. */
    private static boolean tellsWhy(NoticeKind kind) {
        return switch (kind) {
            case NODE_DELETED, NODE_SILENT, UNKNOWN -> false;
            case SPOT_INTERRUPTION,
                    REBALANCE_RECOMMENDED,
                    CAPACITY_RESERVATION_ENDED,
                    MAINTENANCE,
                    INSTANCE_STOPPING,
                    INSTANCE_UNHEALTHY,
                    GROUP_SCALE_IN,
                    SCALE_DOWN,
                    SCALE_DOWN_CANDIDATE,
                    CONSOLIDATION,
                    DRAIN_REQUESTED -> true;
        };
    }

    /**
     * Deaths that a node's end brings about; not those by the kubelet's want of room, nor by what the job did. A build
     * container that died alone may have been killed by its own script, or by a machine that goes down process by
     * process: where it is certain that the machine goes, it counts as the latter.
     */
    private static boolean mayBeTheNode(EndReason reason, PodFacts pod) {
        return switch (reason) {
            case NODE_LOST,
                    SPOT_INTERRUPTED,
                    NODE_SCALED_DOWN,
                    NODE_MAINTENANCE,
                    NODE_DRAINED_BY_OPERATOR,
                    POD_DELETED,
                    UNKNOWN -> true;
            case POD_EVICTED -> {
                boolean byKubelet =
                        pod.disruption() != null && pod.disruption().reason().equals("TerminationByKubelet");
                yield !byKubelet && !pod.reason().equals("Evicted");
            }
            case BUILD_CONTAINER_LOST ->
                !(pod.build() instanceof ContainerFacts.Terminated build && build.outOfMemory());
            case AGENT_LOST -> !(pod.agent() instanceof ContainerFacts.Terminated agent && agent.outOfMemory());
            default -> false;
        };
    }

    /** No script can do that to its agent. */
    private static boolean agentCutOff(PodFacts pod) {
        return pod.report() == null && pod.mark() == null && pod.agent() instanceof ContainerFacts.Terminated;
    }

    private static Instant deathOf(PodFacts pod, Instant now) {
        // Of a container whose end nobody saw, runtimes tell no time, or a time before its beginning.
        if (pod.agent() instanceof ContainerFacts.Terminated agent
                && agent.finishedAt() != null
                && !agent.finishedAt().isBefore(pod.createdAt())) {
            return agent.finishedAt();
        }
        return pod.deletedAt() == null || pod.deletedAt().isAfter(now) ? now : pod.deletedAt();
    }
}
