package dev.ondes.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock for tests of what the clouds say and when: stands still until it is moved. Thread-safe. */
public final class TestClock extends Clock {
    public static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

    private volatile Instant now = START;

    /** Moves it on. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
