package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The condition Ready: a kubelet that shuts down with its machine says so; one that stopped talking is silent. A node that has not
 * been ready yet is young, not silent.
 */
final class KubeletMarks implements MarkReader {
    /** The kubelet's message during a graceful shutdown of its node. */
    private static final String SHUTTING_DOWN = "node is shutting down";
    /** The reason at a node whose kubelet never said anything. */
    private static final String NEVER_SAID = "NodeStatusNeverUpdated";
    /** A kubelet registers its node as not ready; what is not ready since then was never ready. */
    private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(2);

    @Override
    public Stream<Mark> read(NodeView node) {
        return node.condition("Ready").flatMap(ready -> mark(node, ready)).stream();
    }

    private static Optional<Mark> mark(NodeView node, NodeCondition ready) {
        return switch (ready.getStatus() == null ? "" : ready.getStatus()) {
            case "Unknown" ->
                NEVER_SAID.equals(ready.getReason()) ? Optional.empty() : Optional.of(silent(node, ready));
            case "False" -> notReady(node, ready);
            default -> Optional.empty();
        };
    }

    private static Optional<Mark> notReady(NodeView node, NodeCondition ready) {
        if (ready.getMessage() != null && ready.getMessage().contains(SHUTTING_DOWN)) {
            return Optional.of(new Mark(
                    NoticeKind.INSTANCE_STOPPING, InstanceAction.STOP, Teller.KUBELET, node.since(ready), null));
        }
        Instant born =
                NodeView.time(node.node().getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
        boolean wasReady = node.since(ready).isAfter(born.plus(REGISTERED_WITHIN));
        return wasReady ? Optional.of(silent(node, ready)) : Optional.empty();
    }

    private static Mark silent(NodeView node, NodeCondition ready) {
        return new Mark(NoticeKind.NODE_SILENT, InstanceAction.UNKNOWN, Teller.CONTROL_PLANE, node.since(ready), null);
    }
}
