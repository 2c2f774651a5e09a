package dev.ondes.alerter.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.gitlab.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(300);
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final String PROJECT = "group/app";

    private final Says says = new Says();
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);

    @Test
    void findsAJobWhoseWebhookReachedNobody() {
        assertThat(at(LATER, listed(1, NOON)).missed())
                .extracting(ListedJob::id)
                .containsExactly(1L);
    }

    @Test
    void findsAJobOfWhichOnlyWasHeardThatItWasMade() {
        fleet.on(says.observed(Name.of(1, "small"), "created", NOON), LATER);

        assertThat(at(LATER, listed(1, NOON)).missed())
                .extracting(ListedJob::id)
                .containsExactly(1L);
    }

    @Test
    void leavesWhatIsKnownAlone() {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), LATER);

        assertThat(at(LATER, listed(1, NOON))).isEqualTo(new Differences(List.of(), List.of(), List.of()));
    }

    @Test
    void findsAJobThatGitLabDoesNotListAnyMore() {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), LATER);
        fleet.on(says.observed(new Name(2, "small", "group/other", "compile"), "pending", NOON), LATER);

        assertThat(at(LATER).vanished()).containsExactly(1L);
    }

    @Test
    void leavesWhatIsOnItsWayToTheNextLook() {
        fleet.on(says.observed(Name.of(1, "small"), "pending", LATER.minusSeconds(2)), LATER);

        Differences differences = at(LATER, listed(2, LATER.minusSeconds(2)));

        assertThat(differences).isEqualTo(new Differences(List.of(), List.of(), List.of()));
    }

    @Test
    void aListThatIsOlderThanTheModelMisleadsNobody() {
        fleet.on(says.queued(Name.of(1, "small"), NOON, NOON.plusSeconds(1)), LATER);
        fleet.on(says.finished(Name.of(2, "small"), EndReason.SCRIPT_SUCCEEDED, NOON, NOON.plusSeconds(9)), LATER);

        assertThat(at(LATER, listed(1, NOON), listed(2, NOON)).missed()).isEmpty();
    }

    @Test
    void confirmsAJobBeforeItCountsAsOneThatNobodyKnows() {
        fleet.on(says.observed(Name.of(1, "small"), "pending", NOON), LATER);

        Differences differences = at(NOON.plus(REFRESH).plusSeconds(1), listed(1, NOON));

        assertThat(differences.confirmed()).extracting(ListedJob::id).containsExactly(1L);
    }

    private Differences at(Instant now, ListedJob... listed) {
        return Differences.of(PROJECT, fleet.snapshot(now), List.of(listed), now, REFRESH);
    }

    private static ListedJob listed(long id, Instant queuedAt) {
        return FakeGitLab.job(id, "pending", queuedAt);
    }
}
