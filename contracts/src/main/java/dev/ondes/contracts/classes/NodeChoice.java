package dev.ondes.contracts.classes;

import java.util.List;
import java.util.Map;
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

    /** A taint that is tolerated; a null value tolerates every value, a null effect every effect. */
    public record Toleration(
            String key, @Nullable String value, @Nullable String effect) {}
}
