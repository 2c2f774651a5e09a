package dev.ondes.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.nodes.Pool;
import dev.ondes.scheduler.world.Nodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class PoolMemoryTest {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final NodeShelf nodes = new NodeShelf(clock);
    private final PoolMemory memory = new PoolMemory(
            nodes, new BackOff(2, Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ofHours(1)), clock, meters);

    @Test
    void skipsThePoolOfNodesThatAreLostAndNoOther() {
        nodes.seen(Nodes.spot("a", "ci", "1a"));
        nodes.seen(Nodes.spot("b", "ci", "1a"));
        nodes.seen(Nodes.spot("c", "ci", "1b"));

        lose("a");
        lose("c");
        assertThat(memory.skippedPools()).isEmpty();
        lose("b");

        assertThat(memory.skippedPools()).containsExactly(Nodes.pool("ci", "1a"));
        assertThat(meters.get("ondes.scheduler.pools.skipped").gauge().value()).isEqualTo(1);
        assertThat(meters.get("ondes.scheduler.spot.losses")
                        .tags("group", "ci", "zone", "1a", "instance_type", "m6i.large")
                        .counter()
                        .count())
                .isEqualTo(2);
        clock.add(Duration.ofMinutes(3));
        assertThat(memory.skippedPools()).isEmpty();
    }

    @Test
    void aNodeThatIsAnnouncedAndThenMissedByManyJobsCountsOnce() {
        nodes.seen(Nodes.spot("a", "ci", "1a"));

        memory.nodeLost(CapacityType.SPOT, "a", "1a", "ci");
        nodes.vanished("a");
        lose("a");
        lose("a");

        assertThat(memory.skippedPools()).isEmpty();
    }

    @Test
    void aNodeThatTheWatchShowsOnlyAfterItsLossCountsOnce() {
        nodes.seen(Nodes.spot("x", "ci", "1a"));
        memory.nodeLost(CapacityType.SPOT, "a", "1a", "ci");

        nodes.seen(Nodes.spot("a", "ci", "1a"));
        lose("a");

        assertThat(memory.skippedPools()).isEmpty();
    }

    @Test
    void theNextNodeOfANameThatWasLostUnseenIsAnotherLoss() {
        nodes.seen(Nodes.spot("x", "ci", "1a"));
        memory.nodeLost(CapacityType.SPOT, "a", "1a", "ci");

        NodeFacts like = Nodes.spot("a", "ci", "1a");
        clock.add(Duration.ofSeconds(90));
        nodes.seen(new NodeFacts("a", like.labels(), 2000, 8L << 30, clock.instant()));
        lose("a");

        assertThat(memory.skippedPools()).containsExactly(Nodes.pool("ci", "1a"));
    }

    @Test
    void theNextNodeOfANameIsAnotherLoss() {
        NodeFacts first = Nodes.spot("a", "ci", "1a");
        nodes.seen(first);
        lose("a");
        nodes.vanished("a");
        nodes.seen(new NodeFacts("a", first.labels(), 2000, 8L << 30, clock.instant()));

        lose("a");

        assertThat(memory.skippedPools()).containsExactly(Nodes.pool("ci", "1a"));
    }

    @Test
    void onDemandNodesAreNoSpotPool() {
        nodes.seen(Nodes.of("a", Map.of(Nodes.GROUP, "ci", "karpenter.sh/capacity-type", "on-demand")));
        nodes.seen(Nodes.of("b", Map.of(Nodes.GROUP, "ci", "karpenter.sh/capacity-type", "on-demand")));

        lose("a");
        lose("b");
        memory.nodeLost(CapacityType.ON_DEMAND, "c", "1a", "ci");
        memory.nodeLost(CapacityType.ON_DEMAND, "d", "1a", "ci");

        assertThat(memory.skippedPools()).isEmpty();
    }

    @Test
    void aNoticeForANodeThatNobodyKnowsNamesThePoolByOtherNodesOfItsGroup() {
        nodes.seen(Nodes.spot("x", "ci", "1b"));

        memory.nodeLost(CapacityType.SPOT, "a", "1a", "ci");
        memory.nodeLost(CapacityType.SPOT, "b", "1a", "ci");
        memory.nodeLost(CapacityType.SPOT, "c", "1c", "unheard-of");
        memory.nodeLost(CapacityType.SPOT, "d", "1c", "unheard-of");

        assertThat(memory.skippedPools()).containsExactly(Nodes.pool("ci", "1a"));
    }

    @Test
    void nodesWithoutAnyMarkCanNotBeTold() {
        nodes.seen(Nodes.of("a", Map.of()));
        nodes.seen(Nodes.of("b", Map.of()));

        lose("a");
        lose("b");

        assertThat(memory.skippedPools()).isEmpty();
    }

    @Test
    void skipsACapacityForTheClassWhosePodsFindNoNode() {
        memory.unschedulable("large", CapacityType.SPOT, "pod-1");
        memory.unschedulable("large", CapacityType.SPOT, "pod-1");
        assertThat(memory.hasNoRoom("large", CapacityType.SPOT)).isFalse();

        memory.unschedulable("large", CapacityType.SPOT, "pod-2");

        assertThat(memory.hasNoRoom("large", CapacityType.SPOT)).isTrue();
        assertThat(memory.hasNoRoom("large", CapacityType.ON_DEMAND)).isFalse();
        assertThat(memory.hasNoRoom("small", CapacityType.SPOT)).isFalse();
        clock.add(Duration.ofMinutes(3));
        assertThat(memory.hasNoRoom("large", CapacityType.SPOT)).isFalse();
    }

    @Test
    void aCapacityThatServesAgainIsTrustedAtOnce() {
        memory.unschedulable("large", CapacityType.SPOT, "pod-1");
        memory.unschedulable("large", CapacityType.SPOT, "pod-2");

        memory.served("large", CapacityType.SPOT, clock.instant().minusSeconds(1));
        assertThat(memory.hasNoRoom("large", CapacityType.SPOT)).isTrue();
        memory.served("large", CapacityType.SPOT, clock.instant().plusSeconds(1));

        assertThat(memory.hasNoRoom("large", CapacityType.SPOT)).isFalse();
    }

    @Test
    void aPoolIsSaidAsItsGroupAndZone() {
        assertThat(Nodes.pool("ci", "1a")).hasToString("ci/1a");
        assertThat(new Pool(null, "1a")).hasToString("1a");
    }

    private void lose(String node) {
        memory.nodeLost(CapacityType.SPOT, node, null, null);
    }
}
