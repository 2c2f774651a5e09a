package dev.ondes.messaging.connect;

import java.time.Duration;

/** A moment after which nobody waits any more, on the clock that only goes forward. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds left, at least 0. */
    public long left() {
        return Math.max(0, end - System.nanoTime());
    }

    public boolean isOver() {
        return left() == 0;
    }
}
