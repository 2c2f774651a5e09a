package dev.ondes.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet says of a pod whose node booted under it. For a pod that may not restart, and of which a container was made already, it
 * makes no new sandbox, and does not end it either: such a pod waits for ever. Where the cluster does not say the condition {@code
 * PodReadyToStartContainers}, nothing is seen of it. Pure.
 */
public final class Sandboxes {
    private Sandboxes() {}

    /** What a pod's containers are started in is not there yet, or no more. */
    public static boolean isMissing(@Nullable PodStatus status) {
        return status != null
                && status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition -> "PodReadyToStartContainers".equals(condition.getType())
                                && "False".equals(condition.getStatus()));
    }

    /**
     * The container was made and not started when its sandbox went: only of one that was made does the kubelet say no reason for its
     * waiting, and only in a sandbox is one made.
     */
    public static boolean isForgotten(PodStatus status, ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null || state.getWaiting() == null || !isMissing(status)) {
            return false;
        }
        String reason = state.getWaiting().getReason();
        return reason == null || reason.isEmpty();
    }
}
