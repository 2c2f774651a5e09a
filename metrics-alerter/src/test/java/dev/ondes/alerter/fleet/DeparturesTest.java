package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.alerter.fleet.Departure.Stand;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each event, and the time, means for whether a node is leaving. */
class DeparturesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Says says = new Says();
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);

    @Test
    void aDrainedNodeLeavesUntilItsDeadlineAndSaysHowManyJobsRunOn() {
        runs(1, 1, NOON.minusSeconds(60));
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 120));
        hear(drained("a", DrainOutcome.COMPLETED, 2));

        assertThat(node("a", 30)).extracting(Departure::stand, Departure::jobs).containsExactly(Stand.LEAVES, 1);
        assertThat(fleet.snapshot(at(30)).leaving()).isEqualTo(1);
        assertThat(stand("a", 120)).isEqualTo(Stand.LEAVES);
        assertThat(stand("a", 181)).isEqualTo(Stand.OVER);
        assertThat(fleet.snapshot(at(181)).leaving()).isZero();
    }

    @Test
    void aNodeOfWhichTwoThingsWereHeardLeavesOnce() {
        hear(notice("a", "i-1", NoticeKind.REBALANCE_RECOMMENDED, 0, null));
        hear(notice("b", "i-1", NoticeKind.SPOT_INTERRUPTION, 10, 120));

        assertThat(stand("a", 20)).isEqualTo(Stand.LEAVES);
        assertThat(stand("b", 20)).isEqualTo(Stand.LEAVES);
        assertThat(fleet.snapshot(at(20)).leaving()).isEqualTo(1);
    }

    @Test
    void aDeadlineThatMovesIsHeeded() {
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 120));
        hear(says.said(at(1), said("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 10)));
        assertThat(stand("a", 100)).isEqualTo(Stand.OVER);
    }

    @Test
    void aNodeThatStaysAfterAllDoesNotLeave() {
        hear(notice("a", "i-1", NoticeKind.REBALANCE_RECOMMENDED, 0, null));
        hear(says.said(
                at(5),
                new TerminationCancelled(
                        "a",
                        "node-1",
                        null,
                        Provider.AWS,
                        "i-1",
                        NoticeKind.REBALANCE_RECOMMENDED,
                        at(5),
                        "it passed")));

        assertThat(stand("a", 6)).isEqualTo(Stand.STAYS);
    }

    @Test
    void aNodeThatWasDeletedIsGoneAndSoIsWhatWasHeardOfItBefore() {
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 120));
        hear(notice("b", "i-1", NoticeKind.NODE_DELETED, 20, 20));

        assertThat(stand("a", 21)).isEqualTo(Stand.GONE);
        assertThat(stand("b", 21)).isEqualTo(Stand.GONE);
        assertThat(fleet.snapshot(at(21)).leaving()).isZero();
    }

    @Test
    void aNodeThatWasGoneWhenItsDrainEndedIsGone() {
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 120));
        hear(drained("a", DrainOutcome.NODE_GONE, 9));

        assertThat(stand("a", 10)).isEqualTo(Stand.GONE);
    }

    @Test
    void aNoticeOfAnotherMachineOfThatNameEndsTheOldOne() {
        hear(notice("a", "i-1", NoticeKind.GROUP_SCALE_IN, 0, null));
        hear(notice("b", "i-2", NoticeKind.SPOT_INTERRUPTION, 60, 180));

        assertThat(stand("a", 61)).isEqualTo(Stand.REPLACED);
        assertThat(stand("b", 61)).isEqualTo(Stand.LEAVES);
    }

    @Test
    void aSecondNoticeOfOneKindIsOfAnotherMachineThoughNobodyNamesMachines() {
        hear(notice("a", null, NoticeKind.DRAIN_REQUESTED, 0, null));
        hear(notice("b", null, NoticeKind.DRAIN_REQUESTED, 60, null));

        assertThat(stand("a", 61)).isEqualTo(Stand.REPLACED);
        assertThat(stand("b", 61)).isEqualTo(Stand.LEAVES);
    }

    @Test
    void aJobWhosePodWasMadeAMinuteAfterTheCordonRunsOnANewMachine() {
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 300));
        hear(drained("a", DrainOutcome.COMPLETED, 2));
        runs(1, 1, at(55));
        assertThat(stand("a", 70)).as("one that came with the notice").isEqualTo(Stand.LEAVES);

        runs(2, 1, at(61));

        assertThat(stand("a", 70)).isEqualTo(Stand.REPLACED);
        hear(says.finished(Name.of(2, "small"), EndReason.SCRIPT_SUCCEEDED, at(61), at(80)));
        assertThat(stand("a", 90)).as("after the job, too").isEqualTo(Stand.REPLACED);
    }

    @Test
    void aNodeThatWasNotCordonedMayStillTakeJobsUntilItsDeadline() {
        hear(notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 100));
        runs(1, 1, at(90));
        assertThat(stand("a", 110)).isEqualTo(Stand.LEAVES);

        hear(says.started(Name.of(2, "small"), 1, "node-1", at(101)));

        assertThat(stand("a", 110)).isEqualTo(Stand.REPLACED);
    }

    @Test
    void aScriptThatBeginsOnADeletedNodeRunsOnANewOne() {
        hear(notice("a", "i-1", NoticeKind.NODE_DELETED, 0, 0));
        hear(says.started(Name.of(1, "small"), 1, "node-1", at(70)));

        assertThat(stand("a", 71)).isEqualTo(Stand.REPLACED);
    }

    @Test
    void withoutADeadlineItLeavesForHalfAnHourOrAsLongAsItsJobsRun() {
        runs(1, 1, NOON.minusSeconds(60));
        hear(notice("a", null, NoticeKind.DRAIN_REQUESTED, 0, null));
        assertThat(stand("a", 3600)).isEqualTo(Stand.LEAVES);

        hear(says.finished(Name.of(1, "small"), EndReason.SCRIPT_SUCCEEDED, NOON, at(3601)));

        assertThat(stand("a", 30 * 60)).isEqualTo(Stand.LEAVES);
        assertThat(stand("a", 30 * 60 + 1)).isEqualTo(Stand.OVER);
    }

    @Test
    void maintenanceThatIsSaidDaysBeforeIsKeptUntilThen() {
        int threeDays = (int) Duration.ofDays(3).toSeconds();
        hear(notice("a", "i-1", NoticeKind.MAINTENANCE, 0, threeDays));

        assertThat(stand("a", threeDays)).isEqualTo(Stand.LEAVES);
        assertThat(fleet.snapshot(at(threeDays + 24 * 3600 + 1)).nodes()).isEmpty();
    }

    @Test
    void whateverTheOrderInWhichItIsHeardItStandsAlike() {
        // Given: a node that is drained, goes, comes back under its name, takes a job and is taken again
        List<Event<?>> events = List.of(
                says.pod(Name.of(1, "small"), 1, CapacityType.SPOT, NOON.minusSeconds(90)),
                says.started(Name.of(1, "small"), 1, "node-1", NOON.minusSeconds(60)),
                notice("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 120),
                says.said(at(3), said("a", "i-1", NoticeKind.SPOT_INTERRUPTION, 0, 100)),
                drained("a", DrainOutcome.COMPLETED, 2),
                notice("b", "i-1", NoticeKind.NODE_DELETED, 30, 30),
                says.pod(Name.of(2, "small"), 1, CapacityType.SPOT, at(95)),
                says.started(Name.of(2, "small"), 1, "node-1", at(99)),
                notice("c", "i-2", NoticeKind.SPOT_INTERRUPTION, 200, 320));
        Set<Departure> inOrder = departures(events);
        assertThat(inOrder)
                .extracting(Departure::id, Departure::stand, Departure::jobs)
                .containsExactlyInAnyOrder(
                        tuple("a", Stand.REPLACED, 2), tuple("b", Stand.REPLACED, 2), tuple("c", Stand.LEAVES, 2));
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int round = 0; round < 1_000; round++) {
            // When
            List<Event<?>> shuffled = new ArrayList<>(events);
            shuffled.add(events.get(random.nextInt(events.size())));
            Collections.shuffle(shuffled, random);

            // Then
            assertThat(departures(shuffled))
                    .as("seed " + seed + " round " + round)
                    .isEqualTo(inOrder);
        }
    }

    private static Set<Departure> departures(List<Event<?>> events) {
        Fleet one = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);
        events.forEach(event -> one.on(event, at(1000)));
        return Set.copyOf(one.snapshot(at(210)).nodes());
    }

    private void hear(Event<?> event) {
        fleet.on(event, at(10_000));
    }

    /** A pod made then, its script begun 5 s later on node-1. */
    private void runs(long job, int attempt, Instant made) {
        hear(says.pod(Name.of(job, "small"), attempt, CapacityType.SPOT, made));
        hear(says.started(Name.of(job, "small"), attempt, "node-1", made.plusSeconds(5)));
    }

    private Stand stand(String id, int seconds) {
        return node(id, seconds).stand();
    }

    private Departure node(String id, int seconds) {
        return fleet.snapshot(at(seconds)).nodes().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Instant at(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private Event<NodeDrained> drained(String id, DrainOutcome outcome, int seconds) {
        return says.said(
                at(seconds),
                new NodeDrained(
                        id, "node-1", NoticeKind.SPOT_INTERRUPTION, outcome, 0, 0, 1, at(seconds - 1), at(seconds)));
    }

    private Event<TerminationNotice> notice(
            String id, @Nullable String machine, NoticeKind kind, int seconds, @Nullable Integer deadline) {
        return says.said(at(seconds), said(id, machine, kind, seconds, deadline));
    }

    private static TerminationNotice said(
            String id, @Nullable String machine, NoticeKind kind, int noticed, @Nullable Integer deadline) {
        return new TerminationNotice(
                id,
                "node-1",
                null,
                Provider.AWS,
                machine,
                null,
                null,
                null,
                CapacityType.SPOT,
                kind,
                InstanceAction.TERMINATE,
                at(noticed),
                deadline == null ? null : at(deadline),
                List.of("imds"),
                List.of());
    }
}
