package dev.ondes.spot.lead;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The leader's look at every ledger, every few seconds and when it begins to lead: what the broker may not have is said
 * again, recommendations that came to nothing are taken back, and drains that nobody does are begun.
 */
public final class Round {
    private final NodeIndex nodes;
    private final NoticeFlow flow;
    private final Drains drains;
    private final Duration rebalanceTimeout;
    private final Clock clock;

    public Round(NodeIndex nodes, NoticeFlow flow, Drains drains, Duration rebalanceTimeout, Clock clock) {
        this.nodes = nodes;
        this.flow = flow;
        this.drains = drains;
        this.rebalanceTimeout = rebalanceTimeout;
        this.clock = clock;
    }

    public void lookAtAll() {
        Instant oldest = clock.instant().minus(rebalanceTimeout);
        for (NodeFacts node : nodes.all()) {
            node.ledger()
                    .active()
                    .filter(entry -> !entry.step().confirmed())
                    .forEach(entry -> flow.sayAgain(node, entry));
            boolean goes = node.ledger().active().anyMatch(entry -> entry.kind().certain());
            node.ledger()
                    .active(NoticeKind.REBALANCE_RECOMMENDED)
                    .filter(entry -> !goes && entry.noticedAt().isBefore(oldest))
                    .ifPresent(entry -> giveUp(node, entry));
        }
        drains.lookAtAll();
    }

    private void giveUp(NodeFacts node, LedgerEntry entry) {
        var _ = flow.takeBack(
                node,
                entry,
                "No interruption followed the recommendation within " + rebalanceTimeout.toMinutes() + " minutes");
    }
}
