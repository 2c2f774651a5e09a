package dev.ondes.alerter.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.PendingState;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.reconcile.ReconcileCounts.Found;
import dev.ondes.alerter.reconcile.ReconcileCounts.Result;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant NOW = NOON.plus(Duration.ofHours(3));
    private static final String URL = "https://gitlab.example.com";

    private final Says says = new Says();
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);
    private final FakeGitLab gitlab = new FakeGitLab();
    private final Heard heard = new Heard();
    private final AtomicInteger ids = new AtomicInteger();

    @Test
    void countsAJobWhoseWebhookReachedNobodySinceItBecamePending() throws Exception {
        there(1, "pending");

        round("group/app");

        assertThat(unknown().pending()).isEqualTo(Map.of(PendingState.UNKNOWN, 1));
        assertThat(unknown().oldestPending()).contains(NOON);
        assertThat(heard.found).containsExactly(Found.MISSED);
        assertThat(heard.finished).containsExactly(NOW);
    }

    @Test
    void aJobWhoseEndReachedNobodyPendsNoLonger() throws Exception {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), NOW);
        there(1, "canceled");

        round();

        assertThat(fleet.snapshot(NOW).active()).isEmpty();
        assertThat(heard.found).containsExactly(Found.MOVED_ON);
        assertThat(gitlab.asked).containsExactly("pending group/app", "job 1");
    }

    @Test
    void aJobThatStillWaitsGoesOnToCountAfterHours() throws Exception {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), NOW);
        assertThat(unknown().pending()).isEqualTo(Map.of(PendingState.STALE, 1));
        there(1, "pending");

        round();

        assertThat(unknown().pending()).isEqualTo(Map.of(PendingState.UNKNOWN, 1));
        assertThat(unknown().oldestPending()).contains(NOON);
    }

    @Test
    void aJobThatGitLabDoesNotKnowStaysUnknown() throws Exception {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), NOW);

        round();

        assertThat(unknown().pending()).isEqualTo(Map.of(PendingState.STALE, 1));
        assertThat(heard.found).containsExactly(Found.GONE);
    }

    @Test
    void aJobThatNobodyWillRunIsNoNewsAndIsAskedForOnce() throws Exception {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), NOW);
        there(1, "skipped");
        Reconciler reconciler = reconciler();

        reconciler.round();
        reconciler.round();

        assertThat(unknown().pending()).isEqualTo(Map.of(PendingState.STALE, 1));
        assertThat(heard.found).containsExactly(Found.GONE);
    }

    @Test
    void readsListsToTheirEnd() throws Exception {
        for (int id = 1; id <= 5; id++) {
            there(id, "pending");
        }

        round("group/app");

        assertThat(gitlab.asked).containsExactly("pending group/app", "pending group/app 2", "pending group/app 4");
        assertThat(unknown().allPending()).isEqualTo(5);
    }

    @Test
    void sayingItTwiceChangesNothing() throws Exception {
        there(1, "pending");

        round("group/app");
        round("group/app");

        assertThat(unknown().allPending()).isEqualTo(1);
        assertThat(heard.found).containsExactly(Found.MISSED);
    }

    @Test
    void aProjectWithMoreJobsThanAreAskedForIsSaidToBeUnknownAndOnce() throws Exception {
        for (int id = 1; id <= 201; id++) {
            there(id, "pending");
        }
        Reconciler reconciler = reconciler("group/app");

        reconciler.round();
        reconciler.round();

        assertThat(heard.asked).containsExactly(Result.TOO_MANY, Result.TOO_MANY);
        assertThat(heard.found).isEmpty();
        assertThat(fleet.snapshot(NOW).newestEvent()).as("no sign of life").isEmpty();
        assertThat(fleet.snapshot(NOW).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.what().about()).isEqualTo("group/app"));
    }

    @Test
    void endsItsCallsWithItself() {
        reconciler().close();

        assertThat(gitlab.closed).isTrue();
    }

    @Test
    void asksNobodyForJobsOfAnotherGitLab() throws Exception {
        fleet.on(says.queued(Name.of(1, "small"), NOON, NOON), NOW);
        Scope other = new Scope(Set.of(), "https://other.example.com");

        assertThat(other.projects(fleet.snapshot(NOW))).isEmpty();
        assertThat(new Scope(Set.of(), URL + "/").projects(fleet.snapshot(NOW))).containsExactly("group/app");
    }

    private void there(long id, String status) {
        gitlab.jobs.put(id, FakeGitLab.job(id, status, NOON));
    }

    private ClassFigures unknown() {
        return fleet.snapshot(NOW).classes().get(Job.UNKNOWN_CLASS);
    }

    private void round(String... named) throws InterruptedException {
        reconciler(named).round();
    }

    private Reconciler reconciler(String... named) {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var factory = new Event.Factory("/test", clock, () -> "r-" + ids.incrementAndGet());
        return new Reconciler(new Reconciler.Parts(
                gitlab,
                new Scope(Set.of(named), URL),
                () -> fleet.snapshot(NOW),
                () -> true,
                event -> fleet.on(event, NOW),
                factory,
                heard,
                clock,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                60_000));
    }
}
