package dev.ondes.playground.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of one kind, by nearest rank. */
final class Percentiles {
    private final List<Duration> sorted;

    Percentiles(List<Duration> times) {
        this.sorted = new ArrayList<>(times);
        sorted.sort(null);
    }

    int count() {
        return sorted.size();
    }

    /** The time that this many percent, more than 0 and at most 100, stay below or at. */
    Duration at(int percent) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(rank - 1);
    }

    /** Such as {@code p50 0.812 s, p99 1.204 s (40)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.3f s, p99 %.3f s (%d)", seconds(at(50)), seconds(at(99)), sorted.size());
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
