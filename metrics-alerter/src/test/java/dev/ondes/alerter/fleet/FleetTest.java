package dev.ondes.alerter.fleet;

import static dev.ondes.alerter.testing.Says.room;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Says says = new Says();
    private final Recorded counts = new Recorded();
    private Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(TEN_MINUTES), counts);

    @Test
    void countsAJobAsPendingUntilItIsTaken() {
        hear(says.capacity(NOON, room("small", 10, 4)));
        ranBefore("small");
        hear(says.observed(Name.of(1, "small"), "pending", NOON));
        assertThat(at(30).pending()).isEqualTo(Map.of(PendingState.RUNNABLE, 1));
        assertThat(at(30).oldestPending()).contains(NOON);

        hear(says.queued(Name.of(1, "small"), NOON, NOON.plusSeconds(31)));

        assertThat(at(32).allPending()).isZero();
        assertThat(at(32).starting()).isEqualTo(1);
    }

    @Test
    void isNotMisledByAWebhookThatComesLate() {
        Name job = Name.of(1, "small");
        hear(says.queued(job, NOON, NOON.plusSeconds(1)));
        hear(says.observed(job, "pending", NOON.plusSeconds(9)));

        assertThat(at(10).allPending()).isZero();
        assertThat(at(10).starting()).isEqualTo(1);
    }

    @Test
    void theLastWordOnASilenceCountsAndIsForgottenADayAfterItsEnd() {
        hear(says.silenced("s", "CiJobStuck", null, NOON.plusSeconds(60), NOON, NOON.plusSeconds(60)));
        hear(says.silenced("s", "CiJobStuck", null, NOON, NOON, NOON.plusSeconds(3600)));

        assertThat(fleet.snapshot(NOON).silences())
                .singleElement()
                .satisfies(silence -> assertThat(silence.said().until()).isEqualTo(NOON.plusSeconds(60)));
        assertThat(fleet.snapshot(NOON.plus(Duration.ofDays(2))).silences()).isEmpty();
        assertThat(fleet.snapshot(NOON).newestEvent()).as("no sign of life").isEmpty();
    }

    @Test
    void saysWhyAJobIsPending() {
        ranBefore("small");
        hear(says.observed(Name.of(1, "small"), "pending", NOON));
        hear(says.observed(new Name(2, "?", "group/new", "lint"), "pending", NOON));

        hear(says.capacity(NOON, room("small", 10, 0)));
        assertThat(at(1).pending()).isEqualTo(Map.of(PendingState.NO_CAPACITY, 1));
        assertThat(figures(Job.UNKNOWN_CLASS, 1).pending()).isEqualTo(Map.of(PendingState.UNKNOWN, 1));

        hear(says.capacity(NOON.plusSeconds(70), room("large", 10, 1)));
        assertThat(at(71).pending()).isEqualTo(Map.of(PendingState.NO_RUNNER, 1));

        assertThat(at(300).pending())
                .as("without a word of anybody's capacity")
                .isEqualTo(Map.of(PendingState.UNKNOWN, 1));
    }

    @Test
    void saysThatNobodyKnowsInsteadOfCountingAJobForEver() {
        ranBefore("small");
        hear(says.observed(Name.of(1, "small"), "pending", NOON));
        long justBefore = Duration.ofHours(2).toSeconds();

        assertThat(at(justBefore).surelyPending()).isEqualTo(1);
        assertThat(at(justBefore + 1).surelyPending()).isZero();
        assertThat(at(justBefore + 1).pending()).isEqualTo(Map.of(PendingState.STALE, 1));
        assertThat(at(justBefore + 1).oldestPending()).isEmpty();
        assertThat(fleet.snapshot(NOON.plus(Duration.ofHours(25))).active()).isEmpty();
    }

    @Test
    void aJobThatWasSkippedMayStillBecomePending() {
        ranBefore("small");
        hear(says.observed(Name.of(1, "small"), "skipped", NOON));
        assertThat(at(1).allPending()).isZero();

        hear(says.observed(Name.of(1, "small"), "pending", NOON.plusSeconds(2)));

        assertThat(at(3).allPending()).isEqualTo(1);
    }

    @Test
    void howLongAJobWaitedIsCountedOnceThatIsKnown() {
        Name job = Name.of(1, "small");
        hear(says.started(job, 1, "node-1", NOON.plusSeconds(20)));
        assertThat(counts.lines).isEmpty();

        hear(says.queued(job, NOON, NOON.plusSeconds(1)));
        hear(says.started(job, 1, "node-1", NOON.plusSeconds(20)));

        assertThat(counts.lines).containsExactly("started small after 20");
    }

    @Test
    void jobsOfOtherRunnersAreNotOurs() {
        hear(says.observed(Name.of(1, "small"), "pending", NOON));
        hear(says.observed(Name.of(1, "small"), "running", NOON.plusSeconds(1)));

        assertThat(fleet.snapshot(NOON.plusSeconds(2)).classes().values())
                .allSatisfy(
                        one -> assertThat(one.allPending() + one.allRunning()).isZero());
    }

    @Test
    void countsRunningJobsByCapacityAndThoseThatWaitByAge() {
        Name job = Name.of(1, "small");
        hear(says.queued(job, NOON, NOON.plusSeconds(1)));
        hear(says.queued(Name.of(2, "small"), NOON, NOON.plusSeconds(1)));
        hear(says.pod(job, 1, CapacityType.SPOT, NOON.plusSeconds(2)));
        hear(says.started(job, 1, "node-1", NOON.plusSeconds(20)));

        assertThat(at(61).running()).isEqualTo(Map.of(CapacityType.SPOT, 1));
        assertThat(at(61).waitingLonger()).isEqualTo(List.of(1, 1, 0, 0, 0, 0));
    }

    @Test
    void findsJobsThatNeitherBeginNorEnd() {
        Name starting = Name.of(1, "small");
        Name running = Name.of(2, "small");
        hear(says.queued(starting, NOON, NOON));
        hear(says.queued(running, NOON, NOON));
        hear(says.started(running, 1, "node-1", NOON));

        assertThat(at(30 * 60).stuck()).isEmpty();
        assertThat(at(30 * 60 + 1).stuck()).extracting(Job::id).containsExactly(1L);
        assertThat(at(70 * 60 + 1).stuck()).extracting(Job::id).containsExactly(1L, 2L);
    }

    @Test
    void joinsAnInterruptionToItsJobAndToItsNextAttempt() {
        Name job = Name.of(1, "small");
        hear(says.queued(job, NOON, NOON.plusSeconds(1)));
        hear(says.pod(job, 1, CapacityType.SPOT, NOON.plusSeconds(2)));
        hear(says.started(job, 1, "node-1", NOON.plusSeconds(12)));
        hear(says.notice("n-1", "node-1", NOON.plusSeconds(60), 1));
        hear(says.rescheduled(job, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, NOON.plusSeconds(62)));
        hear(says.pod(job, 2, CapacityType.ON_DEMAND, NOON.plusSeconds(63)));
        hear(says.finished(job, EndReason.SCRIPT_SUCCEEDED, LossCause.SPOT, NOON, NOON.plusSeconds(99)));

        assertThat(counts.lines)
                .containsExactly(
                        "started small after 12",
                        "noticed spot-interruption",
                        "rescheduled small spot-interrupted",
                        "interrupted small spot",
                        "wasted small spot 60",
                        "finished small script-succeeded");
        Snapshot snapshot = fleet.snapshot(NOON.plusSeconds(100));
        assertThat(snapshot.nodes()
                        .getFirst()
                        .known()
                        .notice()
                        .said()
                        .jobs()
                        .getFirst()
                        .jobId())
                .isEqualTo(1);
        assertThat(snapshot.ended().iterator().next().attempts()).hasSize(2);
    }

    @Test
    void tellsWhoseDoingFailuresWere() {
        hear(says.finished(Name.of(1, "small"), EndReason.SCRIPT_SUCCEEDED, NOON, NOON));
        hear(says.finished(Name.of(2, "small"), EndReason.SCRIPT_FAILED, NOON, NOON));
        hear(says.finished(Name.of(3, "small"), EndReason.JOB_TIMEOUT, NOON, NOON));
        hear(says.finished(Name.of(4, "small"), EndReason.NODE_LOST, NOON, NOON));
        hear(says.finished(Name.of(5, "small"), EndReason.CANCELED, NOON, NOON));

        assertThat(at(0).ended(TEN_MINUTES)).isEqualTo(new Outcomes(4, 1, 2));
        assertThat(at(9 * 60 + 59).ended(TEN_MINUTES)).isEqualTo(new Outcomes(4, 1, 2));
        assertThat(at(10 * 60).ended(TEN_MINUTES)).isEqualTo(Outcomes.NONE);
    }

    @Test
    void whatIsSaidTwiceCountsOnceAlsoWhenItHasNoStateOfItsOwn() {
        Event<SystemFailure> failure =
                says.said(NOON, new SystemFailure("job-dispatcher", "hand-over-failed", "42", null, "the broker"));

        hear(failure);
        hear(failure);

        assertThat(counts.lines).containsExactly("failed job-dispatcher hand-over-failed");
    }

    @Test
    void anEventFromTheFutureIsTakenAsSaidNow() {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON.plus(Duration.ofDays(400))), NOON);

        assertThat(fleet.snapshot(NOON).newestEvent()).contains(NOON);
        assertThat(counts.lines).containsExactly("from the future");
    }

    @Test
    void beginsToCountAnewWithTheJournalsDay() {
        Instant midnight = Instant.parse("2026-03-03T00:00:00Z");
        hear(says.finished(Name.of(1, "small"), EndReason.SCRIPT_FAILED, NOON, midnight.minusMillis(1)));
        hear(says.finished(Name.of(2, "small"), EndReason.SCRIPT_FAILED, NOON, midnight));
        hear(says.finished(Name.of(3, "small"), EndReason.SCRIPT_FAILED, NOON, midnight.minusMillis(2)));

        assertThat(counts.lines)
                .containsExactly(
                        "finished small script-failed",
                        "new day",
                        "finished small script-failed",
                        "finished small script-failed");
    }

    @Test
    void holdsNoMoreThanItIsAllowedTo() {
        var limits = new Limits(2_000, 100, 10, Duration.ofHours(24), Duration.ofHours(2), Duration.ofHours(24));
        fleet = new Fleet(new Staleness(limits, TEN_MINUTES, TEN_MINUTES), Set.of(), counts);
        for (long id = 1; id <= 10_000; id++) {
            hear(says.observed(Name.of(id, "small"), "pending", NOON));
            hear(says.finished(Name.of(100_000 + id, "small"), EndReason.SCRIPT_SUCCEEDED, NOON, NOON));
            hear(says.notice("n-" + id, "node-" + id, NOON));
        }

        Snapshot snapshot = fleet.snapshot(NOON);

        assertThat(snapshot.active()).hasSize(100);
        assertThat(snapshot.endedCount()).isBetween(976, 2_000);
        assertThat(snapshot.nodes()).hasSize(10);
        assertThat(snapshot.ended().iterator().next().id()).isEqualTo(110_000);
        assertThat(counts.lines.stream().filter(line -> line.startsWith("forgotten 1")))
                .isNotEmpty();
    }

    @Test
    void holdsNoMoreThanItIsAllowedToAlsoWhileAJournalIsReadAndNobodyLooks() {
        var limits = new Limits(2_000, 100, 10, Duration.ofHours(24), Duration.ofHours(2), Duration.ofHours(24));
        fleet = new Fleet(new Staleness(limits, TEN_MINUTES, TEN_MINUTES), Set.of(), counts);

        for (long id = 1; id <= 10_240; id++) {
            hear(says.finished(Name.of(id, "small"), EndReason.SCRIPT_SUCCEEDED, NOON, NOON));
        }

        assertThat(counts.lines.stream().filter("forgotten 1024"::equals)).hasSize(9);
    }

    @Test
    void aSnapshotNeverChanges() {
        Name job = Name.of(1, "small");
        hear(says.finished(job, EndReason.SCRIPT_FAILED, NOON, NOON));
        Snapshot before = fleet.snapshot(NOON);

        hear(says.pod(job, 1, CapacityType.SPOT, NOON));
        for (long id = 2; id < 3_000; id++) {
            hear(says.finished(Name.of(id, "small"), EndReason.SCRIPT_FAILED, NOON, NOON));
        }

        assertThat(before.ended())
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.attempts()).isEmpty());
        assertThat(StreamSupport.stream(fleet.snapshot(NOON).ended().spliterator(), false)
                        .filter(one -> one.id() == 1)
                        .findFirst()
                        .orElseThrow()
                        .attempts())
                .hasSize(1);
    }

    private void ranBefore(String jobClass) {
        Name earlier = Name.of(99, jobClass);
        hear(says.queued(earlier, NOON.minusSeconds(99), NOON.minusSeconds(98)));
        hear(says.finished(earlier, EndReason.SCRIPT_SUCCEEDED, NOON.minusSeconds(99), NOON.minusSeconds(50)));
        counts.lines.clear();
    }

    private void hear(Event<?> event) {
        fleet.on(event, NOON.plus(Duration.ofDays(2)));
    }

    private ClassFigures at(long seconds) {
        return figures("small", seconds);
    }

    private ClassFigures figures(String jobClass, long seconds) {
        return fleet.snapshot(NOON.plusSeconds(seconds)).classes().get(jobClass);
    }
}
