package dev.ondes.scheduler.pods;

import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a node goes away, or may: what is kept of {@code spot.termination-notice}.
 *
 * @param noticedAt when it was first said
 * @param deadline when the node is expected to be gone; null where nobody said
 */
public record NodeNotice(
        String noticeId,
        String node,
        NoticeKind kind,
        Instant noticedAt,
        @Nullable Instant deadline,
        @Nullable String zone,
        @Nullable String nodeGroup) {
    /** A loss this long before a notice, or after its deadline, is still put down to it. */
    private static final Duration NEAR = Duration.ofMinutes(5);

    public LossCause cause() {
        return kind.cause();
    }

    /**
     * Whether a loss at that time may be put down to this notice: from shortly before it was said, since notices are late
     * now and then, until shortly after its deadline. One that is certain and names no deadline stands until it is withdrawn.
     */
    public boolean explains(Instant loss) {
        if (loss.isBefore(noticedAt.minus(NEAR))) {
            return false;
        }
        if (deadline == null) {
            return kind.certain() || !loss.isAfter(noticedAt.plus(NEAR));
        }
        return !loss.isAfter(deadline.plus(NEAR));
    }

    /** The same with another deadline. */
    public NodeNotice by(@Nullable Instant otherDeadline) {
        return new NodeNotice(noticeId, node, kind, noticedAt, otherDeadline, zone, nodeGroup);
    }
}
