package dev.ondes.alerter.notify;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal that keeps what is published, and may be away. */
final class FakeBroker implements Events {
    private static final Backoff FAST = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50));

    final List<Event<?>> journal = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public void publish(Event<?> event) {
        if (away) {
            throw new PublishException(PublishException.Reason.UNREACHABLE, "event");
        }
        journal.add(event);
    }

    /** A replica's desk that speaks to it and, by couriers of its own, to these people. */
    Desk desk(FakePerson... people) {
        var announcements = new Announcements(
                this,
                FAST,
                new Random(1),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
        return new Desk(
                announcements, Arrays.stream(people).map(FakeBroker::courier).toList(), Links.NONE);
    }

    private static Courier courier(FakePerson person) {
        return Courier.start(
                person,
                FAST,
                new Random(1),
                new Budget(100, Duration.ofMinutes(1)),
                (receiver, result) -> {},
                Clock.systemUTC());
    }

    /** What a process that starts now reads in it. */
    List<KnownAlert> alerts() {
        return snapshot(Instant.now()).alerts();
    }

    /** What whoever looks then has read in it. */
    Snapshot snapshot(Instant at) {
        Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);
        journal.forEach(event -> fleet.on(event, Instant.MAX.minusSeconds(100)));
        return fleet.snapshot(at);
    }

    List<String> types() {
        return journal.stream().map(event -> event.type().routingKey()).toList();
    }
}
