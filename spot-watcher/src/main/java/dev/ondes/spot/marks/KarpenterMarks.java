package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Karpenter at the end of a node: its taint (of v1, and the one before), or the node's deletion, which its finalizer turns into a drain.
 * Its NodeClaim, where it can be read, adds the cause and the deadline.
 */
final class KarpenterMarks implements MarkReader {
    static final String DISRUPTED = "karpenter.sh/disrupted";
    /** Before v1, with the value {@code disrupting}. */
    static final String DISRUPTION = "karpenter.sh/disruption";

    static final String FINALIZER = "karpenter.sh/termination";

    @Override
    public Stream<Mark> read(NodeView node) {
        return since(node).stream()
                .map(since -> new Mark(
                        kind(node),
                        InstanceAction.TERMINATE,
                        Teller.KARPENTER,
                        since,
                        node.claim() == null ? null : node.claim().deadline()));
    }

    private static Optional<Instant> since(NodeView node) {
        Optional<Taint> taint = node.taint(DISRUPTED)
                .or(() -> node.taint(DISRUPTION).filter(old -> "disrupting".equals(old.getValue())));
        if (taint.isPresent() && !reasonFollows(node)) {
            return taint.map(node::since);
        }
        if (node.claim() != null && node.claim().deletedAt() != null) {
            return Optional.of(node.claim().deletedAt());
        }
        return node.deletedAt().filter(_ -> node.hasFinalizer(FINALIZER));
    }

    /** Karpenter taints first, then writes its reason into the claim, and drains when the replacement is there: no need to guess. */
    private static boolean reasonFollows(NodeView node) {
        return node.claim() != null
                && node.claim().reason() == null
                && node.claim().deletedAt() == null
                && node.deletedAt().isEmpty();
    }

    private static NoticeKind kind(NodeView node) {
        if (node.claim() == null) {
            return NoticeKind.CONSOLIDATION;
        }
        String reason = node.claim().reason();
        // It gives none at an interruption, at a node's age limit, and when somebody deletes the claim.
        // Who knows which of them it is must outrank this.
        return reason == null ? NoticeKind.DRAIN_REQUESTED : kind(reason);
    }

    /** By Karpenter's reason, which newer versions may add to. */
    private static NoticeKind kind(String reason) {
        // Drift: the node no longer is as its operator now wants nodes to be, such as after a new machine image.
        if (reason.equals("Drifted")) {
            return NoticeKind.DRAIN_REQUESTED;
        }
        if (reason.contains("Interrupt")) {
            return NoticeKind.SPOT_INTERRUPTION;
        }
        if (reason.contains("Unhealthy")) {
            return NoticeKind.INSTANCE_UNHEALTHY;
        }
        return NoticeKind.CONSOLIDATION;
    }
}
