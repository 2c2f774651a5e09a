package dev.ondes.playground.cluster;

import dev.ondes.contracts.job.CapacityType;
import java.util.List;
import java.util.Map;

/**
 * A node as the playground wants it. Immutable.
 *
 * @param name {@code node1} and so on: a real cluster derives the node's network from the number
 */
public record ClusterNode(String name, Map<String, String> labels, List<NodeTaint> taints) {
    /** Label that tells a node's capacity type. */
    public static final String CAPACITY_LABEL = "ondes.dev/capacity";

    /** Keeps ordinary pods off interruptible nodes. */
    public static final NodeTaint SPOT_TAINT = new NodeTaint("ondes.dev/spot", "true", "NoSchedule");

    /** What the playground runs on: one node that stays, two that may be taken away. */
    public static final List<ClusterNode> THREE = List.of(onDemand("node1"), spot("node2"), spot("node3"));

    /** A taint, in Kubernetes' words. */
    public record NodeTaint(String key, String value, String effect) {
        @Override
        public String toString() {
            return key + "=" + value + ":" + effect;
        }
    }

    /** Copies the collections. */
    public ClusterNode {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    public static ClusterNode onDemand(String name) {
        return new ClusterNode(name, Map.of(CAPACITY_LABEL, CapacityType.ON_DEMAND.wire()), List.of());
    }

    public static ClusterNode spot(String name) {
        return new ClusterNode(name, Map.of(CAPACITY_LABEL, CapacityType.SPOT.wire()), List.of(SPOT_TAINT));
    }
}
