package dev.ondes.detector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells all loops to end, and ends their waits. */
final class Stop {
    private final CountDownLatch latch = new CountDownLatch(1);

    void now() {
        latch.countDown();
    }

    boolean isNow() {
        return latch.getCount() == 0;
    }

    /** Waits; returns whether it is time to stop. */
    boolean within(Duration time) throws InterruptedException {
        return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
