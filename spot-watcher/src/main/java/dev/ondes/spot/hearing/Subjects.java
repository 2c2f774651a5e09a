package dev.ondes.spot.hearing;

import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.NotTakenException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a source speaks of among the cluster's nodes.
 *
 * @param nodesKnown whether the index has all nodes: only then is an unknown machine a foreign one
 */
record Subjects(NodeIndex nodes, BooleanSupplier nodesKnown) {
    /**
     * By machine first: names of nodes are not reliable. Empty for a machine that is no node.
     *
     * @throws NotTakenException when the nodes aren't known yet
     */
    Optional<Subject> find(@Nullable String instanceId, Provider provider, @Nullable String node) {
        Optional<NodeFacts> facts = Optional.ofNullable(instanceId)
                .flatMap(id -> nodes.ofMachine(provider, id))
                .or(() -> Optional.ofNullable(node).flatMap(nodes::named));
        if (facts.isPresent()) {
            return facts.map(Subject::of);
        }
        if (node != null) {
            return Optional.of(new Subject(node, instanceId, Optional.empty()));
        }
        if (!nodesKnown.getAsBoolean()) {
            throw new NotTakenException("the cluster's nodes are not known yet");
        }
        return Optional.empty();
    }
}
