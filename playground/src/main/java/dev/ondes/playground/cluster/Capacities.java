package dev.ondes.playground.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code capacities} part of a class file, made of the labels and taints of nodes. */
final class Capacities {
    private Capacities() {}

    static String yaml(List<ClusterNode> nodes) {
        Map<String, ClusterNode> byCapacity = new TreeMap<>();
        for (ClusterNode node : nodes) {
            String capacity = node.labels().get(ClusterNode.CAPACITY_LABEL);
            if (capacity != null) {
                byCapacity.putIfAbsent(capacity, node);
            }
        }
        if (byCapacity.isEmpty()) {
            return "";
        }
        var yaml = new StringBuilder("capacities:\n");
        byCapacity.forEach((capacity, node) -> {
            yaml.append("  ").append(capacity).append(":\n");
            yaml.append("    nodeSelector: {")
                    .append(ClusterNode.CAPACITY_LABEL)
                    .append(": ");
            yaml.append(capacity).append("}\n");
            if (!node.taints().isEmpty()) {
                yaml.append("    tolerations:\n");
            }
            node.taints()
                    .forEach(taint -> yaml.append("      - {key: %s, value: \"%s\", effect: %s}\n"
                            .formatted(taint.key(), taint.value(), taint.effect())));
        });
        return yaml.toString();
    }
}
