package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.alerts.Signal;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that look each 15 seconds, and not at the same moments: what only one of them sees makes them judge differently. People hear of
 * one begin and one end all the same, whoever leads.
 */
class TakeOverTest {
    private static final Instant START = Instant.now();
    private static final Backoff FAST = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50));
    private static final Rule RULE = new Rule(
            "CiDeadLetters",
            Severity.WARNING,
            new Signal.DeadLetters(),
            0,
            0,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Map.of(),
            Rule.Missing.HOLD,
            Set.of(),
            "Messages wait for an operator");

    private final FakeBroker broker = new FakeBroker();
    private final FakePerson person = new FakePerson("chat");
    private final List<Replica> replicas = new ArrayList<>();
    private final Replica first = replica();
    private final Replica second = replica();

    @AfterEach
    void close() {
        replicas.forEach(replica -> replica.desk().close());
    }

    @Test
    void whoTakesOverDoesNotEndWhatItDidNotYetHoldForFiring() {
        // Given: the second one saw a dip, and waits anew
        for (int second = 0; second <= 60; second += 15) {
            this.first.leads(second, 1);
            this.second.rests(second + 7, second == 30 ? 0 : 1);
        }
        await().until(() -> broker.journal.size() == 2);

        // When
        first.desk().close();
        second.leads(82, 1);

        // Then
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing");
        for (int second = 97; second <= 157; second += 15) {
            this.second.leads(second, 0);
        }
        await().until(() -> broker.journal.size() == 4);
        assertThat(person.told).containsExactly("fires " + id(), "over " + id());
        assertThat(((AlertResolved) broker.journal.get(3).data()).firedAt())
                .as("by the first one's key")
                .isEqualTo(((AlertFiring) broker.journal.get(0).data()).firedAt());
    }

    @Test
    void whoTakesOverDoesNotBeginAnewWhatItStillHeldForFiring() {
        // Given: the second one saw it above once more, and waits anew for its end
        for (int second = 0; second <= 60; second += 15) {
            this.first.leads(second, 1);
            this.second.rests(second + 7, 1);
        }
        await().until(() -> broker.journal.size() == 2);
        for (int second = 75; second <= 135; second += 15) {
            this.first.leads(second, 0);
            this.second.rests(second + 7, second == 105 ? 1 : 0);
        }
        await().until(() -> broker.journal.size() == 4);

        // When
        first.desk().close();
        List<Alert> firing = second.leads(157, 0);

        // Then
        assertThat(firing).isEmpty();
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing", "alert.resolved", "alert.resolved");
        assertThat(person.told).containsExactly("fires " + id(), "over " + id());
    }

    private static String id() {
        return RULE.name() + "/" + Topology.DEAD_LETTERS;
    }

    private Replica replica() {
        var courier = Courier.start(
                person,
                FAST,
                new Random(1),
                new Budget(100, Duration.ofMinutes(1)),
                (receiver, result) -> {},
                Clock.systemUTC());
        var announcements = new Announcements(
                broker,
                FAST,
                new Random(1),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
        var replica = new Replica(
                broker,
                new AlertWatch(List.of(RULE), List.of()),
                new Desk(announcements, List.of(courier), Links.NONE));
        replicas.add(replica);
        return replica;
    }

    /** One round of one of them; the seconds are those since the start. */
    private record Replica(FakeBroker broker, AlertWatch watch, Desk desk) {
        List<Alert> leads(int second, long letters) {
            Seen seen = seen(second, letters);
            List<Alert> firing = look(seen);
            desk.settle(firing, seen);
            return firing;
        }

        void rests(int second, long letters) {
            look(seen(second, letters));
            desk.rest();
        }

        private List<Alert> look(Seen seen) {
            return watch.look(seen, desk.known(seen.fleet().alerts()).values());
        }

        private Seen seen(int second, long letters) {
            return new Seen(
                    broker.snapshot(START.plusSeconds(second)),
                    List.of(new QueueFigures(Topology.DEAD_LETTERS, QueueFigures.Kind.KEPT, letters, 0)),
                    START);
        }
    }
}
