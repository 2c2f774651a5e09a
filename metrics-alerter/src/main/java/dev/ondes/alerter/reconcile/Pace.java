package dev.ondes.alerter.reconcile;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many calls a minute, evenly. For one thread, which a close lets go. */
final class Pace {
    private final long step;
    private final LongSupplier nanos;
    private final CountDownLatch closed;
    private long next;

    /** @param nanos such as {@code System::nanoTime} */
    Pace(int perMinute, LongSupplier nanos, CountDownLatch closed) {
        this.step = Duration.ofMinutes(1).toNanos() / perMinute;
        this.nanos = nanos;
        this.closed = closed;
        this.next = nanos.getAsLong();
    }

    /** Waits until a call may be made; false where there is none to be made any more. */
    boolean await() throws InterruptedException {
        long now = nanos.getAsLong();
        // What was not used is not saved up: a burst is what limits are there against.
        next = Math.max(next, now);
        boolean over = closed.await(next - now, TimeUnit.NANOSECONDS);
        next += step;
        return !over;
    }
}
