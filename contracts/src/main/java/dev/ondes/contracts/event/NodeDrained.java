package dev.ondes.contracts.event;

import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Instant;

/**
 * How the drain of a node ended.
 *
 * @param noticeId of the {@link TerminationNotice} that it followed
 * @param evicted pods that went by the Eviction API
 * @param forced pods that were deleted though a disruption budget forbade it
 * @param left pods still there, CI pods among them; those of DaemonSets and static pods are not counted
 */
public record NodeDrained(
        String noticeId,
        String node,
        NoticeKind kind,
        DrainOutcome outcome,
        int evicted,
        int forced,
        int left,
        Instant startedAt,
        Instant finishedAt)
        implements EventData {

    @Override
    public String subject() {
        return node;
    }
}
