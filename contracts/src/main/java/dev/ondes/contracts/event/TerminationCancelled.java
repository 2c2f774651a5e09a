package dev.ondes.contracts.event;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node does not go away after all.
 *
 * @param noticeId of the {@link TerminationNotice} that this takes back
 * @param nodeUid as in the notice
 * @param why one line for people
 */
public record TerminationCancelled(
        String noticeId,
        String node,
        @Nullable String nodeUid,
        Provider provider,
        @Nullable String instanceId,
        NoticeKind kind,
        Instant cancelledAt,
        String why)
        implements EventData {

    @Override
    public String subject() {
        return node;
    }
}
