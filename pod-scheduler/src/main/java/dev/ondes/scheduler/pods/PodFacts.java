package dev.ondes.scheduler.pods;

import dev.ondes.contracts.pod.AgentReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's status says: all that {@code EndDecision} knows.
 *
 * @param reason the pod's own reason, such as {@code Evicted}; empty where none
 * @param node null while it has none
 * @param scheduling what the scheduler says while the pod has no node
 * @param deletedAt when it should be gone at the latest, once somebody has deleted it
 * @param disruption the condition {@code DisruptionTarget}, where it is true
 * @param services the containers of the job's services, in its order
 * @param report the agent's last word, where it left one for this attempt
 * @param mark why we deleted it, where we did
 * @param notice what was decided when its node was said to go away
 * @param gone it is no longer in the cluster, and this is what was last known of it
 */
public record PodFacts(
        Phase phase,
        String reason,
        String message,
        @Nullable String node,
        String scheduling,
        Instant createdAt,
        @Nullable Instant scheduledAt,
        @Nullable Instant deletedAt,
        @Nullable Disruption disruption,
        ContainerFacts agent,
        ContainerFacts build,
        List<ServiceFacts> services,
        @Nullable AgentReport report,
        @Nullable EndMark mark,
        @Nullable PodNotice notice,
        boolean gone) {

    /** Copies the list. */
    public PodFacts {
        services = List.copyOf(services);
    }

    /** Kubernetes' pod phases. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    /** Who ends the pod from outside, such as {@code EvictionByEvictionAPI}. */
    public record Disruption(String reason, String message) {}

    /**
     * Nothing of it runs and nothing will. A deleted pod without a node counts: the API server binds no deleted pod.
     */
    public boolean over() {
        return gone
                || phase == Phase.SUCCEEDED
                || phase == Phase.FAILED
                || (deletedAt != null && node == null)
                || (agent.ended() && build.ended());
    }

    /**
     * {@link #over()}, and sure: what was not written by a kubelet, but by whoever cleans up after a node, counts only when
     * the time is up that a kubelet which lives after all gives the pod's processes.
     */
    public boolean surelyOver(Instant now) {
        if (agent.ended() && build.ended()) {
            return true;
        }
        boolean terminal = phase == Phase.SUCCEEDED || phase == Phase.FAILED;
        return (terminal && (deletedAt == null || !now.isBefore(deletedAt))) || (deletedAt != null && node == null);
    }

    /**
     * Its agent has left to us what becomes of the job: it has seen the build container end without a result, or could not
     * bring the script to its begin, for no fault of the job's. Tells no more than an agent that was cut off does.
     */
    public boolean leftToUs() {
        return report != null
                && !report.reported()
                && (report.leftOpen() == null ? seemsLeftOpen(report) : report.leftOpen());
    }

    /** An agent from before it said so; an end of the job that it could not report looks the same. */
    private static boolean seemsLeftOpen(AgentReport report) {
        return switch (report.reason()) {
            case BUILD_CONTAINER_LOST -> true;
            case SOURCES_FAILED, ARTIFACTS_DOWNLOAD_FAILED, UNKNOWN -> !report.scriptStarted();
            default -> false;
        };
    }

    /** Its services come first: neither of its own containers has begun. */
    public boolean servicesBegin() {
        return !services.isEmpty() && notBegun(agent) && notBegun(build);
    }

    /** Something of it still runs beside agent and build container, and is just being ended. */
    public boolean servicesRun() {
        return services.stream().anyMatch(service -> service.now() instanceof ContainerFacts.Running);
    }

    /** Its agent runs or ran: the kubelet had what its volumes are made of. */
    public boolean agentBegan() {
        return !notBegun(agent) && !(agent instanceof ContainerFacts.Forgotten);
    }

    private static boolean notBegun(ContainerFacts container) {
        return container instanceof ContainerFacts.Unknown || container instanceof ContainerFacts.Waiting;
    }

    /** We are moving the job elsewhere, since the pod's node goes away. */
    public boolean moving() {
        return notice != null && notice.moving();
    }

    /** The gate is open, and the pod still runs. */
    public boolean scriptRuns() {
        return agent instanceof ContainerFacts.Running running && running.started();
    }
}
