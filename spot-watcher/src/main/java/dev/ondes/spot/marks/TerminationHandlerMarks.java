package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * aws-node-termination-handler: a taint per cause (where its {@code taintNode} is on), and labels while it waits for a reboot.
 * Where it only cordons, its mark is the cordon, which {@link CordonMarks} reads.
 */
final class TerminationHandlerMarks implements MarkReader {
    static final String PREFIX = "aws-node-termination-handler/";
    static final String ACTION = PREFIX + "action";
    static final String ACTION_TIME = PREFIX + "action-time";
    /** AWS gives two minutes from its warning on; that reaches the handler and then the taint up to ten seconds later. */
    private static final Duration LEFT_OF_SPOT = Duration.ofSeconds(110);

    @Override
    public Stream<Mark> read(NodeView node) {
        return Stream.concat(
                node.taints().stream()
                        .filter(taint -> taint.getKey().startsWith(PREFIX))
                        .map(taint -> mark(node, taint)),
                reboot(node));
    }

    private static Mark mark(NodeView node, Taint taint) {
        Instant since = node.since(taint);
        return switch (taint.getKey().substring(PREFIX.length())) {
            case "spot-itn" ->
                told(NoticeKind.SPOT_INTERRUPTION, InstanceAction.UNKNOWN, since, since.plus(LEFT_OF_SPOT));
            case "rebalance-recommendation" ->
                told(NoticeKind.REBALANCE_RECOMMENDED, InstanceAction.TERMINATE, since, null);
            case "asg-lifecycle-termination" -> told(NoticeKind.GROUP_SCALE_IN, InstanceAction.TERMINATE, since, null);
            case "scheduled-maintenance" -> told(NoticeKind.MAINTENANCE, InstanceAction.UNKNOWN, since, null);
            // A cause that only newer versions know: the handler drains, whatever it is.
            default -> told(NoticeKind.DRAIN_REQUESTED, InstanceAction.UNKNOWN, since, null);
        };
    }

    private static Stream<Mark> reboot(NodeView node) {
        return node.label(ACTION).filter("UncordonAfterReboot"::equals).stream()
                .filter(_ -> node.unschedulable())
                .map(_ -> told(
                        NoticeKind.MAINTENANCE,
                        InstanceAction.REBOOT,
                        node.unixSeconds(node.labels().get(ACTION_TIME)),
                        null));
    }

    private static Mark told(NoticeKind kind, InstanceAction action, Instant since, @Nullable Instant deadline) {
        return new Mark(kind, action, Teller.NODE_TERMINATION_HANDLER, since, deadline);
    }
}
