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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that look each 15 seconds, and not at the same moments: what only one of them sees makes them judge differently. People hear of
 * one begin and one end all the same, whoever leads.
 */
class TakeOverTest {
    private static final Instant START = Instant.now();
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
        for (int at = 0; at <= 60; at += 15) {
            first.leads(at, 1);
            second.rests(at + 7, at == 30 ? 0 : 1);
        }
        await().until(() -> broker.journal.size() == 2);

        // When
        first.desk().close();
        second.leads(82, 1);

        // Then
        assertThat(broker.types()).containsExactly("alert.firing", "alert.firing");
        for (int at = 97; at <= 157; at += 15) {
            second.leads(at, 0);
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
        for (int at = 0; at <= 60; at += 15) {
            first.leads(at, 1);
            second.rests(at + 7, 1);
        }
        await().until(() -> broker.journal.size() == 2);
        for (int at = 75; at <= 135; at += 15) {
            first.leads(at, 0);
            second.rests(at + 7, at == 105 ? 1 : 0);
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
        var replica = new Replica(broker, new AlertWatch(List.of(RULE), List.of()), broker.desk(person));
        replicas.add(replica);
        return replica;
    }

    /** One round of one of them, so many seconds after the start. */
    private record Replica(FakeBroker broker, AlertWatch watch, Desk desk) {
        List<Alert> leads(int at, long letters) {
            Seen seen = seen(at, letters);
            List<Alert> firing = look(seen);
            desk.settle(firing, seen);
            return firing;
        }

        void rests(int at, long letters) {
            look(seen(at, letters));
            desk.rest();
        }

        private List<Alert> look(Seen seen) {
            return watch.look(seen, desk.known(seen.fleet().alerts()).values());
        }

        private Seen seen(int at, long letters) {
            return new Seen(
                    broker.snapshot(START.plusSeconds(at)),
                    List.of(new QueueFigures(Topology.DEAD_LETTERS, QueueFigures.Kind.KEPT, letters, 0)),
                    START);
        }
    }
}
