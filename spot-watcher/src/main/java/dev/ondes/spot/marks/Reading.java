package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.marks.Change.Heard;
import dev.ondes.spot.marks.Change.Withdrawn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From what stands on a node, and what was told of it, to what is to be told. Pure.
 *
 * <p>Three rules. A mark of ours is none. A cordon, a silence, a deletion that something certain explains is no notice of its own: whoever removes a node also
 * cordons it, and in the end it falls silent. And a mark that its teller replaces by a firmer one (candidate, then to be deleted) isn't withdrawn
 * before the teller has nothing certain left on the node.
 */
final class Reading {
    private static final List<MarkReader> READERS = List.of(
            new AutoscalerMarks(),
            new KarpenterMarks(),
            new TerminationHandlerMarks(),
            new CloudMarks(),
            new KubeletMarks(),
            new CordonMarks());

    private Reading() {}

    /**
     * What changed.
     *
     * @param told what was told of this node and not withdrawn
     */
    static List<Change> changes(NodeView node, Collection<Mark> told, OnRecord record) {
        Map<Mark.Key, Mark> before = byKey(told.stream());
        Map<Mark.Key, Mark> now = standing(node, before, record);
        List<Change> changes = new ArrayList<>();
        now.forEach((key, mark) -> {
            Mark earlier = before.get(key);
            if (earlier == null || !Objects.equals(earlier.deadline(), mark.deadline())) {
                changes.add(new Heard(mark));
            }
        });
        before.forEach((key, mark) -> {
            if (!now.containsKey(key) && !replaced(key, now)) {
                changes.add(new Withdrawn(mark, why(mark)));
            }
        });
        return changes;
    }

    /**
     * What a leader before us told of a node that we see for the first time: what is on record by a teller that writes on nodes. What no longer
     * stands is there to be withdrawn.
     */
    static Map<Mark.Key, Mark> onRecord(NodeView node, OnRecord record) {
        Map<Mark.Key, Mark> told =
                byKey(READERS.stream().flatMap(reader -> reader.read(node)).filter(record::holds));
        record.notices()
                .forEach((kind, sources) -> sources.stream()
                        .flatMap(source -> Teller.ofWire(source).stream())
                        .filter(teller -> teller != Teller.KARPENTER_EVENTS)
                        .map(teller -> new Mark(kind, InstanceAction.UNKNOWN, teller, node.now(), null))
                        .forEach(mark -> told.putIfAbsent(mark.key(), mark)));
        return told;
    }

    private static Map<Mark.Key, Mark> standing(NodeView node, Map<Mark.Key, Mark> before, OnRecord record) {
        Map<Mark.Key, Mark> all = byKey(READERS.stream().flatMap(reader -> reader.read(node)));
        boolean explained = record.explains() || all.values().stream().anyMatch(Reading::explains);
        all.values().removeIf(mark -> weak(mark) && !before.containsKey(mark.key()) && explained);
        all.values().removeIf(mark -> cordon(mark) && record.ourCordon() && !before.containsKey(mark.key()));
        Map<Mark.Key, Mark> steady = new LinkedHashMap<>();
        all.forEach((key, mark) -> steady.put(key, steady(mark, before.get(key))));
        return steady;
    }

    /** The same lead from another moment on is a deadline reckoned from the moment of reading, which must not wander. */
    private static Mark steady(Mark mark, @Nullable Mark earlier) {
        return earlier != null && mark.lead().equals(earlier.lead()) ? earlier : mark;
    }

    /** Says nothing of why. */
    private static boolean weak(Mark mark) {
        return cordon(mark) || mark.kind() == NoticeKind.NODE_SILENT || mark.kind() == NoticeKind.NODE_DELETED;
    }

    private static boolean cordon(Mark mark) {
        return mark.teller() == Teller.CORDON || mark.teller() == Teller.KOPS;
    }

    /** NTH cordons at a rebalance recommendation too, though that isn't certain. */
    private static boolean explains(Mark mark) {
        return !weak(mark) && (mark.kind().certain() || mark.teller() == Teller.NODE_TERMINATION_HANDLER);
    }

    private static boolean replaced(Mark.Key key, Map<Mark.Key, Mark> now) {
        return now.values().stream()
                .anyMatch(mark -> mark.teller() == key.teller() && mark.kind().certain() && !weak(mark));
    }

    private static Map<Mark.Key, Mark> byKey(Stream<Mark> marks) {
        Map<Mark.Key, Mark> byKey = new LinkedHashMap<>();
        marks.forEach(mark -> byKey.putIfAbsent(mark.key(), mark));
        return byKey;
    }

    private static String why(Mark mark) {
        return switch (mark.teller()) {
            case CORDON, KOPS -> "The node takes pods again";
            case CONTROL_PLANE, KUBELET -> "The node is ready again";
            case CLUSTER_AUTOSCALER,
                    KARPENTER,
                    KARPENTER_EVENTS,
                    NODE_TERMINATION_HANDLER,
                    GCP_TERMINATION_HANDLER,
                    AKS -> mark.teller().wire() + " took its mark off the node";
        };
    }
}
