package dev.ondes.scheduler.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a node of the API. Pure. */
final class NodeReader {
    private NodeReader() {}

    static NodeFacts read(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        Map<String, Quantity> room = room(node);
        return new NodeFacts(
                node.getMetadata().getName(),
                labels == null ? Map.of() : labels,
                amount(room.get("cpu")).movePointRight(3).longValue(),
                amount(room.get("memory")).longValue(),
                createdAt(node.getMetadata().getCreationTimestamp()));
    }

    private static Instant createdAt(@Nullable String time) {
        return time == null ? Instant.EPOCH : Instant.parse(time);
    }

    /** What pods may use; a node that is just coming may not have told it yet. */
    private static Map<String, Quantity> room(Node node) {
        var status = node.getStatus();
        if (status == null) {
            return Map.of();
        }
        Map<String, Quantity> allocatable = status.getAllocatable();
        if (allocatable != null && !allocatable.isEmpty()) {
            return allocatable;
        }
        return status.getCapacity() == null ? Map.of() : status.getCapacity();
    }

    private static BigDecimal amount(@Nullable Quantity quantity) {
        return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
    }
}
