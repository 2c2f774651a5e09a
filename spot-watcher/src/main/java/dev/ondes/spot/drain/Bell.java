package dev.ondes.spot.drain;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Wakes the one that waits; a ring that nobody waits for is kept. */
final class Bell {
    private final Semaphore rings = new Semaphore(0);

    void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    /**
     * Waits for a ring.
     *
     * @param goOn asked before and after
     * @return whether to go on
     */
    boolean await(Duration atMost, BooleanSupplier goOn) {
        try {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            var _ = rings.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
            rings.drainPermits();
            return goOn.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
