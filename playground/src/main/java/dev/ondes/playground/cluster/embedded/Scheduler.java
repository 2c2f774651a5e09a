package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Gives each new pod a node, or says why it has none. */
final class Scheduler extends Loop {
    private final World world;
    private final PodStatuses statuses;
    private final Clock clock;
    /** Uid to node, until the world shows it. */
    private final Map<String, String> decided = new HashMap<>();

    Scheduler(World world, PodStatuses statuses, Clock clock) {
        super("scheduler", Duration.ofSeconds(1));
        this.world = world;
        this.statuses = statuses;
        this.clock = clock;
        world.onChange(object -> wake());
        world.onDelete(object -> wake());
    }

    @Override
    void look() {
        List<Pod> pods = world.pods();
        decided.keySet().retainAll(pods.stream().map(Pods::uid).collect(Collectors.toSet()));
        List<Pod> waiting = pods.stream()
                .filter(pod -> node(pod) == null && pod.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .toList();
        for (Pod pod : waiting) {
            Map<String, List<Pod>> running = pods.stream()
                    .filter(other -> node(other) != null && !Pods.ended(other))
                    .collect(Collectors.groupingBy(other -> Objects.requireNonNull(node(other))));
            place(pod, Placement.of(pod, world.nodes(), running));
        }
    }

    private @org.jspecify.annotations.Nullable String node(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node != null ? node : decided.get(Pods.uid(pod));
    }

    private void place(Pod pod, Placement placement) {
        if (placement.node().isEmpty()) {
            statuses.change(pod, status -> status.setConditions(Pods.with(status, unschedulable(placement.why()))));
            return;
        }
        String node = placement.node().get();
        if (Pods.patch(world.client(), pod, "{\"spec\":{\"nodeName\":\"" + node + "\"}}")) {
            decided.put(Pods.uid(pod), node);
        }
    }

    private PodCondition unschedulable(String why) {
        return new PodConditionBuilder(Pods.condition("PodScheduled", false, clock))
                .withReason("Unschedulable")
                .withMessage(why)
                .build();
    }
}
