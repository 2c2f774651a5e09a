package dev.ondes.cloud.aws;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An endpoint's fault at present, until it is cleared. Waits end when the endpoint closes. Thread-safe. */
final class Faults {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong met = new AtomicLong();
    private volatile AwsFault fault = AwsFault.NONE;
    private volatile Duration delay = Duration.ZERO;

    void set(AwsFault present, Duration lateBy) {
        delay = lateBy;
        fault = present;
    }

    /** The fault that this request meets; after a delay where it is {@link AwsFault#SLOW}. */
    AwsFault meet() throws InterruptedException {
        AwsFault present = fault;
        if (present != AwsFault.NONE) {
            met.incrementAndGet();
        }
        if (present == AwsFault.SLOW) {
            pause(delay);
        }
        return present;
    }

    /** How many requests met a fault. */
    long met() {
        return met.get();
    }

    private void pause(Duration duration) throws InterruptedException {
        closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        closed.countDown();
    }
}
