package dev.ondes.dispatcher.intake;

import dev.ondes.dispatcher.stopping.Stop;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one asking loop. A ring while nobody listens is kept; any number of them count as one. A stop rings too (see
 * {@link Bells#ringAll}). Thread-safe.
 */
public final class Bell implements Rest {
    private final Semaphore rung = new Semaphore(0);
    private final Stop stop;

    public Bell(Stop stop) {
        this.stop = stop;
    }

    /** Never blocks. */
    public void ring() {
        // More than one permit may come together here; listening takes them all.
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    @Override
    public void untilRung(Duration atMost) throws InterruptedException {
        if (!stop.requested() && rung.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            hush();
        }
    }

    @Override
    public void fully(Duration time) throws InterruptedException {
        stop.restUntilRequested(time);
    }

    @Override
    public boolean hush() {
        return rung.drainPermits() > 0;
    }
}
