package dev.ondes.contracts.classes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How pods reach one capacity type in this cluster.
 *
 * @param nodeSelector labels that the nodes have, such as {@code kops.k8s.io/instancegroup: nodes_spot}
 * @param tolerations taints of theirs that the pods tolerate
 */
public record NodeChoice(Map<String, String> nodeSelector, List<Toleration> tolerations) {

    /** Copies the collections. */
    public NodeChoice {
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
    }

    /** A label that another selector wants otherwise, so that no node fits both; empty where there is none. */
    public Optional<String> contradicted(Map<String, String> selector) {
        return nodeSelector.entrySet().stream()
                .filter(label -> !label.getValue().equals(selector.getOrDefault(label.getKey(), label.getValue())))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** A taint that is tolerated; a null value tolerates every value, a null effect every effect. */
    public record Toleration(
            String key, @Nullable String value, @Nullable String effect) {
        /** Kubernetes' words. */
        public static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    }
}
