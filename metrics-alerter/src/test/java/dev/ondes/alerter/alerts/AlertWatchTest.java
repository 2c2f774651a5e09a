package dev.ondes.alerter.alerts;

import static dev.ondes.alerter.testing.Says.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.alerter.alerts.Alert.Quiet;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.job.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The standard rules over a small fleet. */
class AlertWatchTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<Rule> RULES = StandardRules.all().stream()
            .filter(rule -> !rule.name().equals(StandardRules.WATCHDOG))
            .toList();

    private final Says says = new Says();
    private final Fleet fleet =
            new Fleet(Staleness.STANDARD, AlertWatch.windows(StandardRules.all()), FleetCounts.NONE);
    private AlertWatch watch = new AlertWatch(RULES, List.of());
    private List<QueueFigures> queues = List.of();
    private long ids = 1;

    @Test
    void oneFailureOfOneJobIsNoOutage() {
        for (int minute = 0; minute < 30; minute++) {
            breathe(minute);
            if (minute == 3) {
                end(EndReason.NODE_LOST, minute);
            }
            assertThat(look(minute)).isEmpty();
        }
    }

    @Test
    void failuresOfScriptsWakeNobody() {
        for (int minute = 0; minute < 30; minute++) {
            breathe(minute);
            for (int i = 0; i < 10; i++) {
                end(EndReason.SCRIPT_FAILED, minute);
            }
            assertThat(look(minute)).isEmpty();
        }
    }

    @Test
    void manySystemFailuresFireAfterFiveMinutesAndEndAfterFiveGoodOnes() {
        Map<String, Integer> fired = new HashMap<>();
        Map<String, Integer> lastFired = new HashMap<>();
        for (int minute = 0; minute < 60; minute++) {
            breathe(minute);
            for (int i = 0; i < 10; i++) {
                end(minute < 10 && i < 3 ? EndReason.NODE_LOST : EndReason.SCRIPT_SUCCEEDED, minute);
            }
            for (String alert : look(minute)) {
                fired.putIfAbsent(alert, minute);
                lastFired.put(alert, minute);
            }
        }

        // At once above: for 5 minutes. Below 5 % when one bad minute of ten is left; then for 5 minutes.
        assertThat(fired.get("CiSystemFailuresHigh/small")).isEqualTo(5);
        assertThat(lastFired.get("CiSystemFailuresHigh/small")).isEqualTo(22);
        // Above 14.4 % in both windows at 20 jobs: the second minute. For 2 minutes.
        assertThat(fired.get("CiSystemFailureBudgetBurnFast")).isEqualTo(3);
    }

    @Test
    void noAlertEndsBecauseNothingIsHeard() {
        for (int minute = 0; minute < 10; minute++) {
            breathe(minute);
            for (int i = 0; i < 10; i++) {
                end(EndReason.NODE_LOST, minute);
            }
            look(minute);
        }

        for (int minute = 10; minute < 60; minute++) {
            assertThat(look(minute)).contains("CiSystemFailuresHigh/small", "CiSystemFailureBudgetBurnFast");
        }
    }

    @Test
    void aClockThatJumpsIsNotTrustedForTwoMinutes() {
        var guard = new ClockGuard();
        long second = 1_000_000_000L;

        assertThat(guard.trusts(at(0), 0)).isTrue();
        assertThat(guard.trusts(at(1), 60 * second)).isTrue();
        assertThat(guard.trusts(at(61), 120 * second)).isFalse();
        assertThat(guard.trusts(at(62), 180 * second)).isFalse();
        assertThat(guard.trusts(at(63), 240 * second)).isTrue();
        assertThat(guard.trusts(at(1), 300 * second)).isFalse();
    }

    @Test
    void eachClassHasItsOwnThreshold() {
        Rule rule = RULES.stream()
                .filter(one -> one.name().equals("CiJobsPendingTooLong"))
                .findFirst()
                .orElseThrow();
        watch = new AlertWatch(
                List.of(new Rule(
                        rule.name(),
                        rule.severity(),
                        rule.signal(),
                        rule.threshold(),
                        rule.clearBelow(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Map.of("small", 60.0),
                        rule.missing(),
                        rule.inhibitedBy(),
                        rule.summary())),
                List.of());
        hear(says.queued(Name.of(98, "small"), at(-9), at(-9)));
        hear(says.finished(Name.of(98, "small"), EndReason.SCRIPT_SUCCEEDED, at(-9), at(-8)));
        hear(says.observed(Name.of(99, "small"), "pending", at(0)));

        breathe(1);
        assertThat(look(1)).isEmpty();
        breathe(2);
        assertThat(look(2)).containsExactly("CiJobsPendingTooLong/small");
    }

    @Test
    void silenceFiresAndQuietsWhatFollowsFromIt() {
        breathe(0);
        assertThat(look(6)).as("for a minute first").isEmpty();
        List<Alert> firing = watch.look(seen(7), List.of());

        assertThat(firing).extracting(alert -> alert.key().id()).contains("CiNoEvents");
        watch.look(seen(8), List.of());
        assertThat(watch.look(seen(9), List.of()))
                .filteredOn(alert -> alert.key().id().equals("CiNoCapacityReports"))
                .singleElement()
                .extracting(Alert::quiet)
                .isEqualTo(Quiet.INHIBITED);
    }

    @Test
    void ourOwnWordsDoNotEndTheSilence() {
        breathe(0);
        look(6);
        assertThat(look(7)).contains("CiNoEvents");

        hear(says.said(at(7), firing("CiNoEvents", at(7))));

        assertThat(look(8)).contains("CiNoEvents");
    }

    @Test
    void aSilenceFromBeforeARestartIsNotOverByTheRestart() {
        // Given: we listen since noon
        List<KnownAlert> known = List.of(fires("CiNoEvents", -3), fires("CiNoCapacityReports", -3));
        breathe(-10);

        // When
        List<Alert> firing = watch.look(seen(0), known);

        // Then
        assertThat(firing).extracting(alert -> alert.key().id()).containsExactly("CiNoEvents", "CiNoCapacityReports");
        breathe(1);
        assertThat(watch.look(seen(1), known)).isEmpty();
    }

    @Test
    void aMaintenanceWindowQuietsWhatItNames() {
        watch = new AlertWatch(RULES, List.of(new Maintenance(at(0), at(30), Set.of("CiNoEvents"), Set.of())));
        breathe(0);
        look(6);

        assertThat(watch.look(seen(7), List.of()))
                .filteredOn(alert -> alert.key().id().equals("CiNoEvents"))
                .singleElement()
                .extracting(Alert::quiet)
                .isEqualTo(Quiet.MAINTENANCE);
        assertThat(News.of(watch.look(seen(8), List.of()), Map.of(), seen(8)).firing())
                .extracting(AlertFiring::alert)
                .doesNotContain("CiNoEvents");
        assertThatThrownBy(() -> new Maintenance(at(1), at(1), Set.of(), Set.of()))
                .hasMessageContaining("ends before it begins");
    }

    @Test
    void aSilenceQuietsWhatItNamesUntilItIsOverOrEndedByHand() {
        queues = List.of(
                queue("ondes.dead-letters", QueueFigures.Kind.KEPT, 1, 0),
                queue("ondes.unrouted", QueueFigures.Kind.KEPT, 1, 0));
        hear(says.silenced("s1", "CiDeadLetters", "ondes.unrouted", at(0), at(1), at(30)));
        for (int minute = 0; minute < 3; minute++) {
            breathe(minute);
            look(minute);
        }

        assertThat(toldOf(3)).containsExactly("CiDeadLetters/ondes.dead-letters");
        assertThat(News.of(watch.look(seen(3), List.of()), Map.of(), seen(3)).firing())
                .extracting(AlertFiring::about)
                .containsExactly("ondes.dead-letters");

        hear(says.silenced("s2", "CiDeadLetters", null, at(4), at(4), at(6)));
        assertThat(toldOf(5)).as("all of that name").isEmpty();
        assertThat(toldOf(6)).as("the second is over").containsExactly("CiDeadLetters/ondes.dead-letters");

        hear(says.silenced("s1", "CiDeadLetters", "ondes.unrouted", at(7), at(1), at(7)));
        assertThat(toldOf(8)).as("the first was ended by hand").hasSize(2);
    }

    private List<String> toldOf(int minute) {
        breathe(minute);
        return watch.look(seen(minute), List.of()).stream()
                .filter(alert -> alert.quiet() == Quiet.TOLD)
                .map(alert -> alert.key().id())
                .toList();
    }

    @Test
    void queuesWithoutConsumersAndDeadLettersFire() {
        queues = List.of(
                queue("pod-scheduler.job.queued", QueueFigures.Kind.WORK, 3, 0),
                queue("job-dispatcher.job.finished", QueueFigures.Kind.WORK, 3, 1),
                queue("ondes.dead-letters", QueueFigures.Kind.KEPT, 1, 0),
                queue("ondes.journal", QueueFigures.Kind.OTHER, 99_999, 0));
        for (int minute = 0; minute < 5; minute++) {
            breathe(minute);
            look(minute);
        }
        breathe(5);

        assertThat(look(5))
                .containsExactlyInAnyOrder(
                        "CiQueueNotConsumed/pod-scheduler.job.queued", "CiDeadLetters/ondes.dead-letters");

        queues = List.of();
        breathe(6);
        assertThat(look(6)).as("while the broker says nothing of its queues").hasSize(2);
    }

    @Test
    void aQueueThatIsGoneHasNoMessages() {
        queues = List.of(
                queue("pod-scheduler.job.queued", QueueFigures.Kind.WORK, 0, 1),
                queue("ondes.dead-letters", QueueFigures.Kind.KEPT, 1, 0));
        breathe(0);
        look(0);
        breathe(2);
        assertThat(look(2)).containsExactly("CiDeadLetters/ondes.dead-letters");

        queues = List.of(queue("pod-scheduler.job.queued", QueueFigures.Kind.WORK, 0, 1));
        breathe(5);
        assertThat(look(5)).as("for two minutes more").hasSize(1);
        breathe(7);

        assertThat(look(7)).isEmpty();
    }

    @Test
    void aClassThatIsGoneHasNoJobsAndAWaitOfItsOwnWhenItIsBack() {
        hear(says.observed(Name.of(1, "?"), "pending", at(-14)));
        breathe(2);
        assertThat(look(2)).as("above, not yet for two minutes").isEmpty();

        hear(says.observed(Name.of(1, "?"), "success", at(3)));
        breathe(3);
        assertThat(look(3)).isEmpty();
        hear(says.observed(Name.of(2, "?"), "pending", at(4)));
        breathe(20);
        assertThat(look(20)).as("16 minutes old, but above for the first time").isEmpty();
        breathe(22);
        assertThat(look(22)).containsExactly("CiJobsPendingTooLong/unknown");

        hear(says.observed(Name.of(2, "?"), "success", at(23)));
        for (int minute = 23; minute < 28; minute++) {
            breathe(minute);
            look(minute);
        }
        breathe(28);
        assertThat(look(28)).isEmpty();
    }

    @Test
    void aJobOfWhichNothingIsHeardForLongDoesNotEndItsOwnAlert() {
        hear(says.observed(Name.of(1, "?"), "pending", at(0)));
        breathe(100);
        look(100);
        breathe(102);
        assertThat(look(102)).containsExactly("CiJobsPendingTooLong/unknown");

        for (int minute = 119; minute < 140; minute++) {
            breathe(minute);
            assertThat(look(minute)).containsExactly("CiJobsPendingTooLong/unknown");
        }

        hear(says.observed(Name.of(1, "?"), "success", at(140)));
        breathe(140);
        look(140);
        breathe(145);
        assertThat(look(145)).isEmpty();
    }

    @Test
    void afterARealLookThePastIsNotLookedAtAnyMore() {
        hear(says.observed(Name.of(1, "?"), "pending", at(-30)));
        breathe(0);
        Seen past = seen(-26);
        look(0);
        breathe(2);
        assertThat(look(2)).containsExactly("CiJobsPendingTooLong/unknown");

        watch.rehearse(past);
        watch.rehearse(new Seen(fleet.snapshot(at(-20)), List.of(), at(-60)));

        assertThat(watch.look(seen(2), List.of()))
                .singleElement()
                .satisfies(alert -> assertThat(alert.firedAt()).isEqualTo(at(2)));
    }

    @Test
    void afterARestartWhatTheJournalSaysToFireDoesNotFireAnew() {
        // Given
        KnownAlert known = fires("CiJobsPendingTooLong/small", -3);
        breathe(0);

        // When
        List<Alert> firing = watch.look(seen(0), List.of(known));

        // Then
        assertThat(firing)
                .singleElement()
                .satisfies(alert -> assertThat(alert.firedAt()).isEqualTo(at(-3)));
        assertThat(News.of(firing, Map.of(known.id(), known), seen(0))).isEqualTo(new News(List.of(), List.of()));
        for (int minute = 1; minute < 5; minute++) {
            breathe(minute);
            watch.look(seen(minute), List.of(known));
        }
        breathe(5);
        assertThat(News.of(watch.look(seen(5), List.of(known)), Map.of(known.id(), known), seen(5))
                        .resolved())
                .singleElement()
                .satisfies(over -> assertThat(over.firedAt()).isEqualTo(at(-3)));
    }

    @Test
    void whatIsWaitedForIsWaitedForFromItsLastEndOnWhileTheJournalIsRead() {
        // Given
        hear(says.observed(Name.of(1, "?"), "pending", at(-100)));
        breathe(-60);
        watch.rehearse(seen(-60));
        breathe(-50);
        watch.rehearse(seen(-50));
        hear(says.said(
                at(-49), fires("CiJobsPendingTooLong/unknown", -58).firing().said()));
        hear(says.said(at(-48), over("CiJobsPendingTooLong/unknown", -58, -48)));
        breathe(-48);
        watch.rehearse(seen(-48));

        // When
        breathe(-46);
        watch.rehearse(seen(-46));
        breathe(0);

        // Then
        assertThat(watch.look(seen(0), seen(0).fleet().alerts()))
                .singleElement()
                .satisfies(alert -> assertThat(alert.firedAt()).isEqualTo(at(-46)));
    }

    @Test
    void saysWhatIsWrongAndWhoIsHit() {
        hear(says.queued(Name.of(98, "small"), at(-90), at(-90)));
        hear(says.finished(Name.of(98, "small"), EndReason.SCRIPT_SUCCEEDED, at(-90), at(-89)));
        hear(says.observed(Name.of(99, "small"), "pending", at(-30)));
        breathe(0);
        watch.look(seen(0), List.of());
        breathe(2);

        AlertFiring said = News.of(watch.look(seen(2), List.of()), Map.of(), seen(2))
                .firing()
                .getFirst();

        assertThat(said.alertId()).isEqualTo("CiJobsPendingTooLong/small");
        assertThat(said.jobClass()).isEqualTo("small");
        assertThat(said.summary()).isEqualTo("Jobs wait too long for a runner");
        assertThat(said.description())
                .isEqualTo(
                        "1 job of the class 'small' waits, the oldest for 32m; 1 because its class has room: it should"
                                + " be taken any moment. Hit: compile of group/app (job 99)");
        assertThat(said.value()).isEqualByComparingTo("1920");
        assertThat(said.threshold()).isEqualByComparingTo("900");
    }

    private static KnownAlert fires(String id, int minute) {
        return KnownAlert.of(id).with(new KnownAlert.Firing(at(minute), firing(id, at(minute))));
    }

    private static AlertResolved over(String id, int began, int ended) {
        AlertFiring firing = firing(id, at(began));
        return new AlertResolved(
                id, firing.alert(), firing.severity(), null, null, "", firing.firedAt(), at(ended), List.of());
    }

    private static AlertFiring firing(String id, Instant at) {
        String name = id.replaceFirst("/.*", "");
        return new AlertFiring(id, name, Severity.CRITICAL, null, null, "", "", at, at, null, null, List.of());
    }

    private static QueueFigures queue(String name, QueueFigures.Kind kind, long messages, int consumers) {
        return new QueueFigures(name, kind, messages, consumers);
    }

    /** Somebody says what room there is: the fleet lives. */
    private void breathe(int minute) {
        hear(says.capacity(at(minute), room("small", 10, 5)));
    }

    private void end(EndReason reason, int minute) {
        hear(says.finished(Name.of(ids++, "small"), reason, at(minute), at(minute)));
    }

    private void hear(Event<?> event) {
        fleet.on(event, NOON.plus(Duration.ofDays(1)));
    }

    private List<String> look(int minute) {
        return watch.look(seen(minute), List.of()).stream()
                .map(alert -> alert.key().id())
                .toList();
    }

    private Seen seen(int minute) {
        return new Seen(fleet.snapshot(at(minute)), queues, at(0));
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }
}
