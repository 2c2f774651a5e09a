package dev.ondes.spot.drain;

import dev.ondes.contracts.retry.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pods whose eviction a budget forbade, and when each may be asked for again: with growing pauses of its own, shorter when time
 * is short. Thread-safe.
 */
final class Refused {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Map<String, Tries> tries = new HashMap<>();

    private record Tries(Instant next, Duration pause) {}

    /** Notes that it was forbidden once more. */
    synchronized void add(String uid, Instant now, Instant until) {
        tries.merge(uid, new Tries(now.plus(FIRST_PAUSE), FIRST_PAUSE), (before, _) -> again(before, now, until));
    }

    private static Tries again(Tries before, Instant now, Instant until) {
        Duration doubled = before.pause().multipliedBy(2);
        Duration longest = Duration.between(now, until).dividedBy(8);
        Duration pause =
                Durations.shorter(doubled, Durations.shorter(LONGEST_PAUSE, Durations.longer(longest, FIRST_PAUSE)));
        return new Tries(now.plus(pause), pause);
    }

    synchronized boolean mayBeAsked(String uid, Instant now) {
        Tries before = tries.get(uid);
        return before == null || !now.isBefore(before.next());
    }

    /** How long until one of them may be asked for that may not be now. */
    synchronized Optional<Duration> untilNext(Instant now) {
        return tries.values().stream()
                .map(one -> Duration.between(now, one.next()))
                .filter(Duration::isPositive)
                .min(Duration::compareTo);
    }
}
