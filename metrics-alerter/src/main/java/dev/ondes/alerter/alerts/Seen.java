package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** The newest of what was heard since we listen. */
    Optional<Instant> heard() {
        return fleet.newestEvent().filter(since::isBefore);
    }

    /** At least; where nothing was {@link #heard} it may be longer. */
    Duration silence() {
        Duration silence = Duration.between(heard().orElse(since), at());
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    boolean isFresh() {
        return fleet.newestEvent()
                .filter(heard -> Duration.between(heard, at()).compareTo(NEWS) <= 0)
                .isPresent();
    }
}
