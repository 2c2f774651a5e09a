package dev.ondes.contracts.retry;

import java.time.Duration;

/** The shorter and the longer of two durations, which the JDK doesn't tell. */
public final class Durations {
    private Durations() {}

    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    public static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
