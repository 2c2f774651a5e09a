package dev.ondes.spot.hearing;

import dev.ondes.spot.node.NodeFacts;
import java.util.List;

/**
 * Which nodes we look after: those that have all of some labels, {@code key} or {@code key=value}. A node that couldn't be
 * seen is looked after: better one cordon too many.
 */
public record ManagedNodes(List<String> labels) {

    public ManagedNodes {
        labels = List.copyOf(labels);
    }

    boolean contains(NodeFacts node) {
        return labels.stream().allMatch(wanted -> {
            int at = wanted.indexOf('=');
            String value = node.labels().get(at < 0 ? wanted : wanted.substring(0, at));
            return value != null && (at < 0 || value.equals(wanted.substring(at + 1)));
        });
    }
}
