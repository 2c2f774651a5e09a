package dev.ondes.images.ends;

import dev.ondes.kubernetes.Sandboxes;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@link PodFacts} out of a pod. Pure. */
public final class PodReader {
    private static final String CONTEXT = "context";
    private static final String BUILDER = "builder";

    private PodReader() {}

    /**
     * Reads one.
     *
     * @param part which part of its build it makes
     */
    public static PodFacts read(Pod pod, int part) {
        var status = pod.getStatus();
        return new PodFacts(
                pod.getMetadata().getName(),
                part,
                pod.getSpec() == null ? null : pod.getSpec().getNodeName(),
                status == null || status.getPhase() == null ? "Pending" : status.getPhase(),
                status == null ? null : status.getReason(),
                status == null ? null : status.getMessage(),
                condition(pod, "DisruptionTarget", "True")
                        .map(PodCondition::getReason)
                        .orElse(null),
                pod.getMetadata().getDeletionTimestamp() != null,
                condition(pod, "PodScheduled", "False")
                        .map(PodCondition::getMessage)
                        .orElse(null),
                Sandboxes.isMissing(status),
                status == null ? null : container(status, status.getInitContainerStatuses(), CONTEXT),
                status == null ? null : container(status, status.getContainerStatuses(), BUILDER));
    }

    /** Since it was to be gone; else since it has its node; where it has none, since it is there. */
    public static Optional<Instant> waitingSince(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
                .or(() -> condition(pod, "PodScheduled", "True").map(PodCondition::getLastTransitionTime))
                .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
                .map(Instant::parse);
    }

    private static Optional<PodCondition> condition(Pod pod, String type, String value) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                .findFirst();
    }

    private static @Nullable ContainerFacts container(
            PodStatus pod, @Nullable List<ContainerStatus> statuses, String name) {
        if (statuses == null) {
            return null;
        }
        return statuses.stream()
                .filter(status -> name.equals(status.getName()) && status.getState() != null)
                .findFirst()
                .map(status -> Sandboxes.isForgotten(pod, status) ? new ContainerFacts.Forgotten() : facts(status))
                .orElse(null);
    }

    private static ContainerFacts facts(ContainerStatus status) {
        var state = status.getState();
        var terminated = state.getTerminated();
        if (terminated != null) {
            return new ContainerFacts.Terminated(
                    terminated.getExitCode() == null ? -1 : terminated.getExitCode(),
                    terminated.getReason(),
                    terminated.getMessage() == null ? "" : terminated.getMessage(),
                    time(terminated.getStartedAt()),
                    time(terminated.getFinishedAt()));
        }
        if (state.getRunning() != null) {
            return new ContainerFacts.Running(time(state.getRunning().getStartedAt()));
        }
        return state.getWaiting() == null
                ? new ContainerFacts.Waiting(null, null)
                : new ContainerFacts.Waiting(
                        state.getWaiting().getReason(), state.getWaiting().getMessage());
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Instant.parse(text);
    }
}
