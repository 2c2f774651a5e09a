package dev.ondes.cloud.metadata;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A machine's fault at present, and its waits, which end when the service closes. Thread-safe. */
final class Faults {
    private record Present(Fault fault, String path, Duration delay, int times) {}

    private static final Present NONE = new Present(Fault.NONE, "", Duration.ZERO, 0);

    private final CountDownLatch closed = new CountDownLatch(1);
    private Present present = NONE;

    /**
     * @param path the requests that it concerns have this in their path
     * @param times for so many requests
     */
    synchronized void set(Fault fault, String path, Duration delay, int times) {
        present = new Present(fault, path, delay, times);
    }

    synchronized void clear() {
        present = NONE;
    }

    /** The fault that this request meets; after a delay where it is {@link Fault#SLOW}. */
    Fault meet(String path) throws InterruptedException {
        Present met = take(path);
        switch (met.fault()) {
            case SLOW -> pause(met.delay());
            case SILENT -> closed.await();
            case NONE, UNAVAILABLE, THROTTLED, ABSENT -> {}
        }
        return met.fault();
    }

    /** Waits, but not beyond the service's end. Returns whether it is still open. */
    boolean pause(Duration duration) throws InterruptedException {
        return !closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        closed.countDown();
    }

    private synchronized Present take(String path) {
        Present met = present;
        if (met.times() <= 0 || !path.contains(met.path())) {
            return NONE;
        }
        present = new Present(met.fault(), met.path(), met.delay(), met.times() - 1);
        return met;
    }
}
