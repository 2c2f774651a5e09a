package dev.ondes.detector.watch;

import dev.ondes.contracts.retry.Durations;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next look, by chance, so that a thousand nodes don't ask at once. */
public final class Pace {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;

    public Pace(RandomGenerator random) {
        this.random = random;
    }

    /** Between 70 and 90 per cent of the interval: with the look itself, the interval is kept. */
    public Duration usual(Duration interval) {
        return part(interval, 0.7, 0.9);
    }

    /** Twice as long with each failure in a row, at most 10 s. */
    public Duration afterFailure(int failures, Duration first) {
        return afterFailure(failures, first, LONGEST);
    }

    public Duration afterFailure(int failures, Duration first, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return part(Durations.shorter(wait, longest), 0.7, 1);
    }

    private Duration part(Duration whole, double from, double to) {
        return Duration.ofNanos((long) (whole.toNanos() * random.nextDouble(from, to)));
    }
}
