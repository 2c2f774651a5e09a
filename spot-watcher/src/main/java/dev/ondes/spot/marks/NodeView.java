package dev.ondes.spot.marks;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.spot.node.NodeReader;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node as the readers of marks look at it. Immutable, as long as nobody changes the node.
 *
 * @param claim Karpenter's word about the node, where it is Karpenter's and may be read
 * @param now for marks that don't tell since when they stand
 */
record NodeView(Node node, @Nullable Claim claim, Instant now) {

    String name() {
        return node.getMetadata().getName();
    }

    List<Taint> taints() {
        return node.getSpec() == null || node.getSpec().getTaints() == null
                ? List.of()
                : node.getSpec().getTaints();
    }

    Optional<Taint> taint(String key) {
        return taints().stream().filter(taint -> key.equals(taint.getKey())).findFirst();
    }

    /** Whether its cloud may take it back. */
    boolean spot() {
        return NodeReader.read(node).capacity() == CapacityType.SPOT;
    }

    boolean unschedulable() {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    Optional<NodeCondition> condition(String type) {
        return node.getStatus() == null || node.getStatus().getConditions() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    /** Whether a condition that means trouble is there. */
    Optional<NodeCondition> conditionTrue(String type) {
        return condition(type).filter(condition -> "True".equals(condition.getStatus()));
    }

    Map<String, String> labels() {
        return node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
    }

    Optional<String> label(String key) {
        return Optional.ofNullable(labels().get(key));
    }

    boolean hasFinalizer(String name) {
        return node.getMetadata().getFinalizers() != null
                && node.getMetadata().getFinalizers().contains(name);
    }

    /** When its deletion was asked for. */
    Optional<Instant> deletedAt() {
        return time(node.getMetadata().getDeletionTimestamp());
    }

    Instant since(Taint taint) {
        return time(taint.getTimeAdded()).orElse(now);
    }

    Instant since(NodeCondition condition) {
        return time(condition.getLastTransitionTime()).orElse(now);
    }

    static Optional<Instant> time(@Nullable String rfc3339) {
        if (rfc3339 == null || rfc3339.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(rfc3339));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Seconds since 1970, as tools write them into a taint's value or a label; else now. */
    Instant unixSeconds(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("[0-9]{9,11}")) {
            return now;
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
