package dev.ondes.scheduler.nodes;

import dev.ondes.contracts.node.NodeLabels;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that come and go together: one group in one zone.
 *
 * @param group null where the nodes carry no group's label that we know
 * @param zone null where they carry no zone
 */
public record Pool(
        NodeLabels.@Nullable Group group, @Nullable String zone) {

    /** Whether a pod can be kept away from it, and from it alone. */
    public boolean named() {
        return group != null || zone != null;
    }

    /** For logs and metric tags: {@code nodes_spot/eu-west-1a}. */
    @Override
    public String toString() {
        return Stream.of(group == null ? "" : group.name(), zone == null ? "" : zone)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }
}
