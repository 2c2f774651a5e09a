package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of one pod: phase, conditions, containers, as the kubelet words them. Owned by the pod's
 * thread.
 */
final class PodReport {
    private final Pod pod;
    private final NodeSetting setting;
    private boolean overdue;

    PodReport(Pod pod, NodeSetting setting) {
        this.pod = pod;
        this.setting = setting;
    }

    /** The pod has outlived its deadline: whatever its containers' ends, it has failed. */
    void overdue() {
        overdue = true;
    }

    boolean isOverdue() {
        return overdue;
    }

    void publish(List<Container> sidecars, List<Container> containers, Instant startedAt) {
        setting.statuses().change(pod, status -> {
            String phase = phase(sidecars, containers);
            if (!Pods.isTerminal(status.getPhase())) {
                status.setPhase(phase);
            }
            if (overdue) {
                status.setReason("DeadlineExceeded");
                status.setMessage("Pod was active on the node longer than the specified deadline");
            }
            status.setStartTime(Pods.time(startedAt));
            status.setHostIP("127.0.0.1");
            status.setPodIP("127.0.0.1");
            status.setInitContainerStatuses(
                    sidecars.stream().map(Container::status).toList());
            status.setContainerStatuses(
                    containers.stream().map(Container::status).toList());
            conditions(status, phase, containers);
        });
    }

    private String phase(List<Container> sidecars, List<Container> containers) {
        if (containers.stream().anyMatch(Container::isWaiting)) {
            return "Pending";
        }
        if (Stream.concat(containers.stream(), sidecars.stream()).anyMatch(Container::isRunning)) {
            return "Running";
        }
        return !overdue && containers.stream().allMatch(Container::hasSucceeded) ? "Succeeded" : "Failed";
    }

    private void conditions(PodStatus status, String phase, List<Container> containers) {
        @Nullable
        String why =
                switch (phase) {
                    case "Succeeded" -> "PodCompleted";
                    case "Failed" -> "PodFailed";
                    default -> null;
                };
        boolean ended = why != null;
        boolean ready =
                !ended && containers.stream().allMatch(container -> container.isRunning() && container.isStarted());
        String notReady = ready ? null : ended ? why : "ContainersNotReady";
        put(status, condition("PodReadyToStartContainers", !ended, null));
        put(status, condition("Initialized", true, "Succeeded".equals(phase) ? why : null));
        put(status, condition("ContainersReady", ready, notReady));
        put(status, condition("Ready", ready, notReady));
    }

    private static void put(PodStatus status, PodCondition condition) {
        status.setConditions(Pods.with(status, condition));
    }

    private PodCondition condition(String type, boolean holds, @Nullable String reason) {
        return new PodConditionBuilder(Pods.condition(type, holds, setting.clock()))
                .withReason(reason)
                .build();
    }
}
