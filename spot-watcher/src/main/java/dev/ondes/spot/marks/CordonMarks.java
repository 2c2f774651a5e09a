package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node that takes no more pods, or whose deletion was asked for, and nothing else tells why: somebody drains it. Whether the cordon is
 * our own is for {@link Reading} to know.
 */
final class CordonMarks implements MarkReader {
    static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    /** kops sets it on all nodes that a rolling update will replace, and cordons each in its turn. */
    static final String KOPS_UPDATE = "kops.k8s.io/scheduled-for-update";

    @Override
    public Stream<Mark> read(NodeView node) {
        return Stream.of(cordon(node), deletion(node)).flatMap(Optional::stream);
    }

    private static Optional<Mark> cordon(NodeView node) {
        if (!node.unschedulable()) {
            return Optional.empty();
        }
        Optional<Taint> taint = node.taint(UNSCHEDULABLE);
        return Optional.of(new Mark(
                NoticeKind.DRAIN_REQUESTED,
                InstanceAction.UNKNOWN,
                node.taint(KOPS_UPDATE).isPresent() ? Teller.KOPS : Teller.CORDON,
                taint.map(node::since).orElse(node.now()),
                null));
    }

    private static Optional<Mark> deletion(NodeView node) {
        return node.deletedAt()
                .filter(_ -> !node.hasFinalizer(KarpenterMarks.FINALIZER))
                .map(at -> new Mark(NoticeKind.NODE_DELETED, InstanceAction.UNKNOWN, Teller.CONTROL_PLANE, at, null));
    }
}
