package dev.ondes.contracts.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits before something is tried again. A service's ends early when the service stops; that of tests takes note only. */
@FunctionalInterface
public interface Pause {
    /** By the clock. */
    Pause REAL = duration -> {
        // Nobody counts it down: it ends by time or interrupt.
        boolean _ = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    };

    void of(Duration duration) throws InterruptedException;
}
