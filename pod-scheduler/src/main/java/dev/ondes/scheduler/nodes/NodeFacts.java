package dev.ondes.scheduler.nodes;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.NodeLabels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node as far as we care.
 *
 * @param cpuMillis what pods may use of it, in thousandths of a CPU
 * @param memoryBytes likewise
 * @param createdAt tells it from an earlier node of the same name
 */
public record NodeFacts(String name, Map<String, String> labels, long cpuMillis, long memoryBytes, Instant createdAt) {

    /** Copies the labels. */
    public NodeFacts {
        labels = Map.copyOf(labels);
    }

    public Pool pool() {
        return new Pool(NodeLabels.group(labels).orElse(null), labels.get(NodeLabels.ZONE));
    }

    public @Nullable String zone() {
        return pool().zone();
    }

    public @Nullable String nodeGroup() {
        NodeLabels.Group group = pool().group();
        return group == null ? null : group.name();
    }

    public @Nullable String instanceType() {
        return labels.get(NodeLabels.INSTANCE_TYPE);
    }

    /** Empty where no label of a cloud or provisioner says it. */
    public Optional<CapacityType> capacity() {
        return NodeLabels.capacity(labels);
    }

    /** Whether a pod with this selector may go there, taints aside. */
    public boolean fits(Map<String, String> nodeSelector) {
        return labels.entrySet().containsAll(nodeSelector.entrySet());
    }
}
