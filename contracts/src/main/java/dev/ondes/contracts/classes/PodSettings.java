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
 * @param volumes of one name at most one
 * @param spec what is laid over the pod's {@code spec}, as Kubernetes' own files have it: keys of {@link SpecReader} alone
 */
public record PodSettings(
        NodeChoice nodes,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable String serviceAccount,
        boolean serviceAccountToken,
        List<ClassVolume> volumes,
        Map<String, Object> spec) {
    /** What a class has that says nothing. */
    public static final PodSettings USUAL =
            new PodSettings(new NodeChoice(Map.of(), List.of()), Map.of(), Map.of(), null, false, List.of(), Map.of());

    private static final String OUR_PREFIX = "ondes.dev/";
    /** What keeps pods from being taken for others', or from being taken away. */
    private static final List<String> OURS = List.of(
            "app.kubernetes.io/managed-by",
            "cluster-autoscaler.kubernetes.io/safe-to-evict",
            "karpenter.sh/do-not-disrupt");

    /** Copies the collections. */
    public PodSettings {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        volumes = List.copyOf(volumes);
        spec = Map.copyOf(spec);
    }

    /** Whether a label or annotation of that key is Ondes' own, which nobody else may set. */
    public static boolean isOurs(String key) {
        return key.startsWith(OUR_PREFIX) || OURS.contains(key);
    }
}
