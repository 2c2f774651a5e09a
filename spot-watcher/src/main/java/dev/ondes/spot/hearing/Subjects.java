package dev.ondes.spot.hearing;

import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.NotTakenException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds what a source speaks of among the cluster's nodes.
 *
 * @param nodesKnown whether the index has all nodes: only then is an unknown machine a foreign one
 */
record Subjects(NodeIndex nodes, BooleanSupplier nodesKnown) {
    /**
     * Empty for a machine that is no node. One that is named and isn't there is spoken of all the same: it is gone, or not seen yet.
     *
     * @throws NotTakenException when the nodes aren't known yet
     */
    Optional<Subject> find(NodeId wanted) {
        Optional<NodeFacts> facts = nodes.find(wanted);
        if (facts.isPresent()) {
            return facts.map(Subject::of);
        }
        if (wanted.name() != null) {
            return Optional.of(new Subject(wanted.name(), wanted, Optional.empty()));
        }
        if (!nodesKnown.getAsBoolean()) {
            throw new NotTakenException("the cluster's nodes are not known yet");
        }
        return Optional.empty();
    }
}
