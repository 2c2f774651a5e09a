package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import java.util.stream.Stream;

/**
 * Taints of cluster-autoscaler; their value is when they were set, in Unix seconds. The candidate's is soft and often comes off
 * again; the other begins the removal, and comes off when the removal fails. Neither tells a deadline: pods that may not be evicted hold
 * the removal up, and a node that was seen empty goes after five seconds, even if a pod came in between.
 */
final class AutoscalerMarks implements MarkReader {
    static final String CANDIDATE = "DeletionCandidateOfClusterAutoscaler";
    static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

    @Override
    public Stream<Mark> read(NodeView node) {
        return Stream.concat(
                taint(node, TO_BE_DELETED, NoticeKind.SCALE_DOWN),
                taint(node, CANDIDATE, NoticeKind.SCALE_DOWN_CANDIDATE));
    }

    private static Stream<Mark> taint(NodeView node, String key, NoticeKind kind) {
        return node.taint(key).stream()
                .map(taint -> new Mark(
                        kind,
                        InstanceAction.TERMINATE,
                        Teller.CLUSTER_AUTOSCALER,
                        node.unixSeconds(taint.getValue()),
                        null));
    }
}
