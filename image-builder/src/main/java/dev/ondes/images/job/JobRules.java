package dev.ondes.images.job;

import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.images.policy.Policy.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all Jobs of an installation have in common.
 *
 * @param contextImage fetches and unpacks the context
 * @param capacities how pods reach each kind of node
 * @param registries what is special about hosts
 * @param keep how long an ended Job stays at most
 * @param hostUsers false maps the pod's root to a nobody of the node, where the cluster can do that
 * @param authorities PEM text of those to believe beside the usual ones; empty for none
 * @param runtimeClass such as {@code gvisor}
 */
public record JobRules(
        String namespace,
        String contextImage,
        Map<CapacityType, NodeChoice> capacities,
        List<Registry> registries,
        Duration keep,
        boolean hostUsers,
        @Nullable String runtimeClass,
        @Nullable String priorityClass,
        List<String> pullSecrets,
        String authorities) {
    public JobRules {
        capacities = Map.copyOf(capacities);
        registries = List.copyOf(registries);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** How pods reach such nodes. */
    NodeChoice nodes(CapacityType capacity) {
        return capacities.getOrDefault(capacity, new NodeChoice(Map.of(), List.of()));
    }

    /** Where a build is tried first. */
    CapacityType first() {
        return capacities.containsKey(CapacityType.SPOT) ? CapacityType.SPOT : CapacityType.ON_DEMAND;
    }
}
