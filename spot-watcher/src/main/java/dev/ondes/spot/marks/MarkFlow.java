package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.marks.Change.Heard;
import dev.ondes.spot.marks.Change.Withdrawn;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A turn of a node: what stands on it now, against what was told of it. It compares states and not events, so that a watch which begins again
 * loses nothing and repeats nothing; what a leader before told, it reads from the node's ledger. What could not be told
 * is not noted as told, and is told at the next turn.
 *
 * <p>Turns of one node never overlap; those of different nodes may.
 */
final class MarkFlow {
    private final Function<String, @Nullable Node> nodes;
    private final Function<String, @Nullable Claim> claims;
    private final Remarks remarks;
    private final Telling telling;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** A node as last seen, and what was told of it and not withdrawn. */
    private record Known(Node node, Map<Mark.Key, Mark> told) {
        String uid() {
            return node.getMetadata().getUid();
        }
    }

    MarkFlow(
            Function<String, @Nullable Node> nodes,
            Function<String, @Nullable Claim> claims,
            Remarks remarks,
            Telling telling,
            Clock clock) {
        this.nodes = nodes;
        this.claims = claims;
        this.remarks = remarks;
        this.telling = telling;
        this.clock = clock;
    }

    void turn(String name) {
        Node node = nodes.apply(name);
        Known before = known.get(name);
        if (before != null
                && (node == null || !before.uid().equals(node.getMetadata().getUid()))) {
            gone(before, node);
            known.remove(name);
            before = null;
        }
        if (node == null) {
            remarks.forget(name);
        } else {
            look(node, before);
        }
    }

    private void look(Node node, @Nullable Known before) {
        String name = node.getMetadata().getName();
        var view = new NodeView(node, claims.apply(name), clock.instant());
        OnRecord record = OnRecord.of(node);
        Map<Mark.Key, Mark> told =
                new ConcurrentHashMap<>(before == null ? Reading.onRecord(view, record) : before.told());
        known.put(name, new Known(node, told));
        for (Mark remark : remarks.of(name)) {
            telling.heard(node, remark);
            remarks.told(name, remark);
        }
        for (Change change : Reading.changes(view, List.copyOf(told.values()), record)) {
            switch (change) {
                case Heard(Mark mark) -> {
                    telling.heard(node, mark);
                    told.put(mark.key(), mark);
                }
                case Withdrawn(Mark mark, String why) -> {
                    telling.withdrawn(node, mark, why);
                    told.remove(mark.key());
                }
            }
        }
    }

    /** Who removes a node that was said to go away keeps their word; else its end is the news. */
    private void gone(Known last, @Nullable Node successor) {
        boolean foretold = OnRecord.of(last.node()).explains()
                || last.told().values().stream().anyMatch(mark -> mark.kind().certain());
        if (!foretold) {
            Instant end = end(successor);
            telling.heard(
                    last.node(),
                    new Mark(NoticeKind.NODE_DELETED, InstanceAction.UNKNOWN, Teller.CONTROL_PLANE, end, end));
        }
    }

    /** When it was gone, at the latest: its successor is told from it by the time at which that came, which is the later one. */
    private Instant end(@Nullable Node successor) {
        Instant now = clock.instant();
        return Optional.ofNullable(successor)
                .flatMap(next -> NodeView.time(next.getMetadata().getCreationTimestamp()))
                .map(born -> born.minusMillis(1))
                .filter(now::isAfter)
                .orElse(now);
    }
}
