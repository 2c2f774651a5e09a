package dev.ondes.contracts.event;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node goes away, or may. Said again, with the same {@code noticeId}, when the deadline moves.
 *
 * @param noticeId one for each going away: the same from every source and every replica that heard of it
 * @param node the node's name in Kubernetes
 * @param nodeUid the uid of its object: a later node of that name isn't meant. Null where no replica of spot-watcher had seen the node
 * @param instanceId the machine's name in the cloud
 * @param zone where the machine is
 * @param nodeGroup the group, pool or NodePool that it belongs to
 * @param noticedAt when it was first said, by the clock of who said it where that is known
 * @param deadline when the node is expected to be gone; null where nobody said
 * @param sources which detectors heard of it, such as {@code imds} or {@code sqs}
 * @param jobs CI jobs on it at that moment, and those that it took with it in the five minutes before
 */
public record TerminationNotice(
        String noticeId,
        String node,
        @Nullable String nodeUid,
        Provider provider,
        @Nullable String instanceId,
        @Nullable String instanceType,
        @Nullable String zone,
        @Nullable String nodeGroup,
        CapacityType capacity,
        NoticeKind kind,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        List<String> sources,
        List<JobOnNode> jobs)
        implements EventData {

    @Override
    public String subject() {
        return node;
    }
}
