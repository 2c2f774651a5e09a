package dev.ondes.gitlab;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from call to call, up to a limit, each spread by up to a quarter so that many callers don't come back
 * at once. For one thread.
 */
public final class Backoff {
    private final Duration first;
    private final Duration limit;
    private final RandomGenerator random;
    private Duration upcoming;

    public Backoff(Duration first, Duration limit, RandomGenerator random) {
        this.first = first;
        this.limit = limit;
        this.random = random;
        this.upcoming = first;
    }

    /** How long to wait now. */
    public Duration next() {
        Duration wait = upcoming;
        Duration doubled = wait.multipliedBy(2);
        upcoming = doubled.compareTo(limit) < 0 ? doubled : limit;
        return wait.plusNanos((long) (wait.toNanos() / 4.0 * random.nextDouble()));
    }

    /** Begins anew, after a success. */
    public void reset() {
        upcoming = first;
    }
}
