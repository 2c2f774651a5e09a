package dev.ondes.spot.notice;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import java.time.Instant;

/**
 * A source no longer says what it said: the node stays.
 *
 * @param source the one that takes back; what only others said is left alone
 * @param why one line for people, without a full stop
 */
public record Withdrawal(Provider provider, NodeId node, NoticeKind kind, String source, Instant at, String why) {}
