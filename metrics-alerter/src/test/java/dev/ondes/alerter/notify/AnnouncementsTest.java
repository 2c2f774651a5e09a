package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.OperatorActed;
import dev.ondes.contracts.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said reaches the broker in order, also what is said last. */
class AnnouncementsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final FakeBroker broker = new FakeBroker();
    private final Announcements announcements = new Announcements(
            broker,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
            new Random(1),
            Clock.fixed(NOON, ZoneOffset.UTC),
            () -> UUID.randomUUID().toString());

    @Test
    void whatWaitsForTheBrokerAtTheEndIsSaidWhenTheBrokerComesBack() throws Exception {
        // Given
        broker.away = true;
        List<Announcements.Said> said = List.of(announcements.say(deed("first")), announcements.say(deed("second")));

        // When
        Thread end = Thread.ofPlatform().start(announcements::close);
        await().until(() -> end.getState() == Thread.State.TIMED_WAITING || !end.isAlive());
        broker.away = false;
        end.join();

        // Then
        assertThat(said).allMatch(one -> one.taken().isDone());
        assertThat(broker.journal)
                .extracting(event -> ((OperatorActed) event.data()).about())
                .containsExactly("first", "second");
    }

    @Test
    void noTwoHaveTheSameTime() {
        announcements.say(deed("first"));
        announcements.say(deed("second"));

        announcements.close();

        assertThat(broker.journal).extracting(Event::time).containsExactly(NOON, NOON.plusMillis(1));
    }

    private static OperatorActed deed(String about) {
        return new OperatorActed("vera", "alert-silenced", about, 1, List.of(), null);
    }
}
