package dev.ondes.spot.notice;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source no longer says what it said: the node stays.
 *
 * @param source the one that takes back; what only others said is left alone
 * @param why one line for people, without a full stop
 */
public record Withdrawal(
        Provider provider,
        @Nullable String instanceId,
        @Nullable String node,
        NoticeKind kind,
        String source,
        Instant at,
        String why) {

    public Withdrawal {
        if (instanceId == null && node == null) {
            throw new IllegalArgumentException("a withdrawal must name an instance or a node, source " + source);
        }
    }
}
