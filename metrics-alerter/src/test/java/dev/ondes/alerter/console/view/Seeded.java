package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.contracts.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A moment made of what was said until noon. */
final class Seeded {
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final ZoneId UTC = ZoneOffset.UTC;

    final Says says = new Says();
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(Duration.ofMinutes(10)), FleetCounts.NONE);

    Seeded hear(Event<?> event) {
        fleet.on(event, NOON);
        return this;
    }

    Moment moment() {
        return moment(List.of(), List.of());
    }

    Moment moment(List<Alert> firing, List<QueueFigures> queues) {
        return new Moment(
                fleet.snapshot(NOON),
                firing,
                queues,
                new Standing(true, Optional.empty(), Optional.of(NOON), 0),
                new Times(NOON, UTC));
    }
}
