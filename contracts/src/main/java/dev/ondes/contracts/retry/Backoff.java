package dev.ondes.contracts.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double from failure to failure, up to a limit: the one rule of growth for all programs that try again. Immutable.
 *
 * @param first the pause after the first failure
 * @param most no pause is longer
 */
public record Backoff(Duration first, Duration most) {
    private static final int DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off from " + first + " to " + most + " does not grow");
        }
    }

    /**
     * How long to wait now.
     *
     * @param failures how many in a row, this one counted: from 1
     */
    public Duration after(int failures) {
        Duration grown = first.multipliedBy(1L << Math.clamp(failures - 1, 0, DOUBLINGS));
        return Durations.shorter(grown, most);
    }

    /** The same, but half of it left to chance, so that those who lost something together don't come back together. */
    public Duration after(int failures, RandomGenerator random) {
        long whole = after(failures).toNanos();
        long half = whole / 2;
        return Duration.ofNanos(whole - half + random.nextLong(half + 1));
    }
}
