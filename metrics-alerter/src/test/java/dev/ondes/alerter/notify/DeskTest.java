package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.AlertKey;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Killed between any two steps, an alert is neither lost nor, but for the one step that can't be made one, told twice. */
class DeskTest {
    private static final Instant BEGAN = Instant.now().minusSeconds(60);

    private final FakeBroker broker = new FakeBroker();
    private final FakePerson person = new FakePerson("chat");
    private Desk desk = broker.desk(person);

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theJournalHearsItThenPeopleDoThenTheJournalHearsThatTheyDid() {
        // When
        desk.settle(List.of(silence()), seen(List.of()));

        // Then
        await().until(() -> broker.journal.size() == 2);
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing");
        assertThat(firing(0).told()).isEmpty();
        assertThat(firing(1).told()).containsExactly("chat");
        assertThat(person.told).containsExactly("fires CiNoEvents");
        assertThat(broker.journal.get(1).time()).isAfter(broker.journal.get(0).time());
    }

    @Test
    void isToldOnceHoweverOftenItIsSettled() {
        for (int i = 0; i < 5; i++) {
            desk.settle(List.of(silence()), seen(broker.alerts()));
        }
        await().until(() -> broker.journal.size() == 2);
        desk.settle(List.of(), seen(broker.alerts()));
        await().until(() -> broker.journal.size() == 4);
        desk.settle(List.of(), seen(broker.alerts()));

        assertThat(person.told).containsExactly("fires CiNoEvents", "over CiNoEvents");
        assertThat(((AlertResolved) broker.journal.get(3).data()).told()).containsExactly("chat");
    }

    @Test
    void whoWasNotToldYetIsNotWhileItIsSilenced() {
        person.deaf = true;
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> !person.tries.isEmpty());

        desk.settle(List.of(silenced()), seen(broker.alerts()));
        int tries = person.tries.size();
        desk.settle(List.of(silenced()), seen(broker.alerts()));

        assertThat(broker.types()).as("it is not over").containsExactly("alert.firing");
        assertThat(person.tries.size() - tries).as("one may be on its way").isLessThanOrEqualTo(1);

        person.deaf = false;
        desk.settle(List.of(silence()), seen(broker.alerts()));
        await().until(() -> !person.told.isEmpty());
        assertThat(person.told).containsExactly("fires CiNoEvents");
    }

    private static Alert silenced() {
        Alert alert = silence();
        return new Alert(
                alert.key(), alert.rule(), alert.since(), alert.firedAt(), alert.value(), Alert.Quiet.SILENCED);
    }

    @Test
    void killedBeforePeopleWereToldTheNextOneTellsThem() {
        person.deaf = true;
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> !person.tries.isEmpty());

        restart();
        person.deaf = false;
        desk.settle(List.of(silence()), seen(broker.alerts()));

        await().until(() -> !person.told.isEmpty());
        await().until(() -> broker.journal.size() == 2);
        assertThat(person.told).containsExactly("fires CiNoEvents");
        assertThat(firing(1).firedAt())
                .as("the same firing")
                .isEqualTo(firing(0).firedAt());
    }

    @Test
    void killedAfterwardsTheNextOneSaysNothingTwice() {
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> broker.journal.size() == 2);

        restart();
        desk.settle(List.of(silence()), seen(broker.alerts()));
        desk.settle(List.of(), seen(broker.alerts()));
        await().until(() -> broker.journal.size() == 4);
        restart();
        desk.settle(List.of(), seen(broker.alerts()));

        assertThat(person.told).containsExactly("fires CiNoEvents", "over CiNoEvents");
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved", "alert.resolved");
    }

    @Test
    void killedBetweenTheTellingAndItsRecordTheNextOneTellsTheEnd() {
        // Given
        anotherSaysTheBeginAndNotWhoWasTold();

        // When: it is over before the next one looks
        desk.settle(List.of(), seen(broker.alerts()));

        // Then
        await().until(() -> broker.journal.size() == 4);
        assertThat(person.told).containsExactly("over CiNoEvents");
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved", "alert.resolved");
        assertThat(firing(1).told()).as("so that a third one tells it, too").containsExactly("chat");
    }

    @Test
    void whatTheNextOneSawSilencedItDoesNotTellTheEndOf() {
        anotherSaysTheBeginAndNotWhoWasTold();

        desk.settle(List.of(silenced()), seen(broker.alerts()));
        desk.settle(List.of(), seen(broker.alerts()));

        assertThat(broker.types()).containsExactly("alert.firing", "alert.resolved");
        assertThat(person.told).isEmpty();
    }

    @Test
    void whoLedInBetweenMayHaveToldIt() {
        person.deaf = true;
        desk.settle(List.of(silence()), seen(List.of()));
        desk.rest();

        desk.settle(List.of(), seen(broker.alerts()));

        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved");
        assertThat(firing(1).told()).containsExactly("chat");
        // One at a time: by now no try of the begin is under way.
        await().until(() -> person.tries.contains("over CiNoEvents"));
        person.deaf = false;
        await().until(() -> person.told.equals(List.of("over CiNoEvents")));
    }

    @Test
    void whatAnotherEndedIsNotEndedOnceMoreWhenTheJournalHasForgottenIt() {
        // Given
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> broker.journal.size() == 2);
        desk.known(broker.alerts());
        desk.rest();
        try (Desk another = broker.desk()) {
            another.settle(List.of(), seen(broker.alerts()));
        }

        // When: it leads again, a day later
        desk.known(broker.alerts());
        desk.rest();
        desk.settle(List.of(), seen(List.of()));

        // Then
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved");
        assertThat(person.told).containsExactly("fires CiNoEvents");
    }

    @Test
    void whoIsToldLaterIsNamedBesideWhoWasToldBefore() {
        // Given
        var pager = new FakePerson("pager");
        pager.deaf = true;
        try (Desk both = broker.desk(person, pager)) {
            both.settle(List.of(silence()), seen(List.of()));
            await().until(() -> broker.journal.size() == 2);
            both.settle(List.of(silence()), seen(broker.alerts()));

            // When
            pager.deaf = false;

            // Then
            await().until(() -> broker.journal.size() == 3);
            assertThat(firing(2).told()).containsExactly("chat", "pager");
        }
    }

    @Test
    void killedWhileItEndedTheNextOneTellsTheEnd() {
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> broker.journal.size() == 2);
        person.deaf = true;
        desk.settle(List.of(), seen(broker.alerts()));
        await().until(() -> person.tries.size() >= 2);

        restart();
        person.deaf = false;
        desk.settle(List.of(), seen(broker.alerts()));

        await().until(() -> person.told.size() == 2);
        assertThat(person.told).containsExactly("fires CiNoEvents", "over CiNoEvents");
    }

    @Test
    void peopleAreToldWhileTheBrokerIsAwayAndTheJournalWhenItIsBack() {
        broker.away = true;

        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> person.told.size() == 1);
        assertThat(broker.journal).isEmpty();
        broker.away = false;

        await().until(() -> broker.journal.size() == 2);
        assertThat(person.told).containsExactly("fires CiNoEvents");
    }

    @Test
    void whatWasOverBeforeAnybodyHeardOfItIsNotTold() {
        // Given
        person.deaf = true;
        person.rest = Duration.ofHours(1);
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> person.tries.size() == 1);
        desk.settle(List.of(silence(), fires("CiDeadLetters")), seen(broker.alerts()));
        // One at a time: by then no try of the first begin is under way.
        await().until(() -> person.tries.size() == 2);

        // When
        desk.settle(List.of(fires("CiDeadLetters")), seen(broker.alerts()));
        person.deaf = false;
        desk.settle(List.of(fires("CiDeadLetters")), seen(broker.alerts()));

        // Then
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved");
        assertThat(person.tries).containsExactly("fires CiNoEvents", "fires CiDeadLetters");
    }

    @Test
    void whoTookTheBeginAndDidNotSaySoHearsOfTheEnd() {
        // Given
        person.mute = true;
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> !person.told.isEmpty());

        // When
        desk.settle(List.of(), seen(broker.alerts()));

        // Then
        await().until(() -> person.told.contains("over CiNoEvents"));
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved");
        assertThat(firing(1).told()).as("so that a next one tells it, too").containsExactly("chat");
        person.mute = false;
        await().until(() -> broker.journal.size() == 4);
        assertThat(((AlertResolved) broker.journal.get(3).data()).told()).containsExactly("chat");
    }

    @Test
    void whoIsBeingToldAtItsEndHasBeenAndTheJournalKnowsIt() throws Exception {
        // Given
        var go = new CountDownLatch(1);
        person.thinks = go;
        desk.settle(List.of(silence()), seen(List.of()));
        await().until(() -> !person.tries.isEmpty());

        // When
        Thread end = Thread.ofPlatform().start(() -> desk.close());
        await().until(() -> end.getState() == Thread.State.TIMED_WAITING || !end.isAlive());
        go.countDown();
        end.join();

        // Then
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing");
        assertThat(firing(1).told()).containsExactly("chat");
    }

    @Test
    void whatFiresForLongIsSaidAgainSoThatALaterStartFindsIt() {
        KnownAlert old = KnownAlert.of("CiNoEvents")
                .with(new KnownAlert.Firing(
                        Instant.now().minus(Duration.ofHours(13)),
                        new AlertFiring(
                                "CiNoEvents",
                                "CiNoEvents",
                                Severity.CRITICAL,
                                null,
                                null,
                                "",
                                "",
                                BEGAN,
                                BEGAN,
                                null,
                                null,
                                List.of("chat"))));

        desk.settle(List.of(silence()), seen(List.of(old)));
        desk.settle(List.of(silence()), seen(List.of(old)));

        await().until(() -> broker.journal.size() == 1);
        assertThat(firing(0)).isEqualTo(old.firing().said());
        assertThat(person.tries).isEmpty();
    }

    @Test
    void aSignOfLifeIsForMachines() {
        desk.settle(List.of(fires(StandardRules.WATCHDOG)), seen(List.of()));

        await().until(() -> broker.journal.size() == 1);
        assertThat(person.tries).isEmpty();
    }

    private AlertFiring firing(int index) {
        return (AlertFiring) broker.journal.get(index).data();
    }

    private void restart() {
        desk.close();
        desk = broker.desk(person);
    }

    private void anotherSaysTheBeginAndNotWhoWasTold() {
        try (Desk another = broker.desk()) {
            another.settle(List.of(silence()), seen(List.of()));
        }
    }

    private static Rule rule(String name) {
        return StandardRules.all().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Alert silence() {
        return fires(StandardRules.NO_EVENTS);
    }

    private static Alert fires(String name) {
        return new Alert(new AlertKey(name, ""), rule(name), BEGAN, BEGAN, OptionalDouble.of(301), Alert.Quiet.TOLD);
    }

    private static Seen seen(List<KnownAlert> journal) {
        Snapshot empty = Snapshot.empty(Instant.now());
        return new Seen(
                new Snapshot(
                        empty.at(),
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        empty.ended(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        journal,
                        List.of(),
                        List.of(),
                        List.of()),
                List.of(),
                BEGAN);
    }
}
