package dev.ondes.messaging.connect;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double from failure to failure up to a limit; half of each is chance, so that services which lost the
 * broker together don't come back together. Immutable.
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {
    private static final int DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off from " + first + " to " + most + " does not grow");
        }
    }

    /** A pause after one more failure; {@code failures} went before it, 0 at first. */
    public Duration pause(int failures) {
        long upper = grown(first, most, failures).toNanos();
        long half = upper / 2;
        return Duration.ofNanos(upper - half + random.nextLong(half + 1));
    }

    /** The same growth without chance. */
    public static Duration grown(Duration first, Duration most, int failures) {
        Duration grown = first.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        return grown.compareTo(most) < 0 ? grown : most;
    }
}
