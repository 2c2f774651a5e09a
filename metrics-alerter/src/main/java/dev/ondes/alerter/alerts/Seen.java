package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that rules may look at, at one moment.
 *
 * @param queues empty while the broker does not tell
 * @param since when we began to listen: nothing heard since before is no silence
 */
public record Seen(Snapshot fleet, List<QueueFigures> queues, Instant since) {
    /** What the fleet is known to do is too old to say that anything is over. */
    private static final Duration NEWS = Duration.ofMinutes(2);

    public Seen {
        queues = List.copyOf(queues);
    }

    Instant at() {
        return fleet.at();
    }

    Duration silence() {
        Instant heard = fleet.newestEvent().filter(since::isBefore).orElse(since);
        Duration silence = Duration.between(heard, at());
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    boolean isFresh() {
        return fleet.newestEvent()
                .filter(heard -> Duration.between(heard, at()).compareTo(NEWS) <= 0)
                .isPresent();
    }
}
