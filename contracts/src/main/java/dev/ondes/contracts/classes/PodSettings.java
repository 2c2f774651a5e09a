package dev.ondes.contracts.classes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pods of a class have beyond their containers.
 *
 * @param nodes labels of the nodes that they need, and taints that they tolerate, beside those of their capacity
 * @param labels never one of {@link #isOurs ours}
 * @param annotations likewise
 * @param serviceAccount name in the namespace; null for its {@code default}
 * @param serviceAccountToken whether containers of the pod get that account's token for the API server
 */
public record PodSettings(
        NodeChoice nodes,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable String serviceAccount,
        boolean serviceAccountToken) {
    /** What a class has that says nothing. */
    public static final PodSettings USUAL =
            new PodSettings(new NodeChoice(Map.of(), List.of()), Map.of(), Map.of(), null, false);

    private static final String OUR_PREFIX = "ondes.dev/";
    /** What keeps pods from being taken for others', or from being taken away. */
    private static final List<String> OURS = List.of(
            "app.kubernetes.io/managed-by",
            "cluster-autoscaler.kubernetes.io/safe-to-evict",
            "karpenter.sh/do-not-disrupt");

    /** Copies the maps. */
    public PodSettings {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** Whether a label or annotation of that key is Ondes' own, which nobody else may set. */
    public static boolean isOurs(String key) {
        return key.startsWith(OUR_PREFIX) || OURS.contains(key);
    }
}
