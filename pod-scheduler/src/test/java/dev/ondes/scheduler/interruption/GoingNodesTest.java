package dev.ondes.scheduler.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.pods.NodeNotice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class GoingNodesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final MutableClock clock = MutableClock.of(NOW, ZoneOffset.UTC);
    private final NodeShelf known = new NodeShelf(clock);
    private final GoingNodes nodes = new GoingNodes(known, clock);

    @Test
    void whoSaysWhyCountsBeforeWhoOnlySeesTheConsequence() {
        nodes.add(notice("stopping", NoticeKind.INSTANCE_STOPPING, 0, 118));
        nodes.add(notice("spot", NoticeKind.SPOT_INTERRUPTION, 1, 120));
        nodes.add(notice("silent", NoticeKind.NODE_SILENT, 0, null));

        assertThat(nodes.of("node-1").orElseThrow()).satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.SPOT_INTERRUPTION);
            assertThat(notice.deadline()).isEqualTo(NOW.plusSeconds(118));
        });
    }

    @Test
    void ofTwoThatSayWhyTheFirstCounts() {
        nodes.add(notice("spot", NoticeKind.SPOT_INTERRUPTION, 5, 120));
        nodes.add(notice("scale-down", NoticeKind.SCALE_DOWN, 0, null));

        assertThat(nodes.of("node-1").orElseThrow().kind()).isEqualTo(NoticeKind.SCALE_DOWN);
    }

    @Test
    void whatIsSureCountsBeforeWhatMayBe() {
        nodes.add(notice("rebalance", NoticeKind.REBALANCE_RECOMMENDED, -600, null));
        nodes.add(notice("drain", NoticeKind.DRAIN_REQUESTED, 0, null));

        assertThat(nodes.of("node-1").orElseThrow().kind()).isEqualTo(NoticeKind.DRAIN_REQUESTED);
    }

    @Test
    void withoutTheWithdrawnOneTheOtherStillStands() {
        nodes.add(notice("spot", NoticeKind.SPOT_INTERRUPTION, 0, 120));
        nodes.add(notice("drain", NoticeKind.DRAIN_REQUESTED, 0, null));

        nodes.withdraw("node-1", "spot", NOW);

        assertThat(nodes.of("node-1").orElseThrow().kind()).isEqualTo(NoticeKind.DRAIN_REQUESTED);
        nodes.withdraw("node-1", "drain", NOW);
        assertThat(nodes.of("node-1")).isEmpty();
    }

    @Test
    void aWithdrawalThatOvertakesItsNoticeHolds() {
        nodes.withdraw("node-1", "rebalance", NOW.plusSeconds(1));

        nodes.add(notice("rebalance", NoticeKind.REBALANCE_RECOMMENDED, 0, null));

        assertThat(nodes.of("node-1")).isEmpty();
    }

    @Test
    void forgetsANodeThatIsGone() {
        nodes.add(notice("drain", NoticeKind.DRAIN_REQUESTED, 0, null));
        nodes.add(notice("deleted", NoticeKind.NODE_DELETED, 0, null));

        clock.add(Duration.ofMinutes(11));
        nodes.add(new NodeNotice("x", "node-2", NoticeKind.SPOT_INTERRUPTION, clock.instant(), null, null, null));

        assertThat(nodes.of("node-1")).isEmpty();
        assertThat(nodes.size()).isEqualTo(1);
    }

    private static NodeNotice notice(String id, NoticeKind kind, long after, @Nullable Integer until) {
        return new NodeNotice(
                id,
                "node-1",
                kind,
                NOW.plusSeconds(after),
                until == null ? null : NOW.plusSeconds(until),
                "eu-west-1b",
                "ci-spot");
    }
}
