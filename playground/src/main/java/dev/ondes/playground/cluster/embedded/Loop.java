package dev.ondes.playground.cluster.embedded;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at everything again when something has changed, and once in a while anyway. One virtual thread. */
abstract class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class.getName());

    private final Semaphore changes = new Semaphore(1);
    private final Duration atLeastEvery;
    private final Thread thread;
    private volatile boolean stopped;

    Loop(String name, Duration atLeastEvery) {
        this.atLeastEvery = atLeastEvery;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    final void start() {
        thread.start();
    }

    final void wake() {
        changes.release();
    }

    abstract void look() throws InterruptedException;

    private void run() {
        while (!stopped) {
            try {
                changes.tryAcquire(atLeastEvery.toMillis(), TimeUnit.MILLISECONDS);
                changes.drainPermits();
                look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.log(Level.WARNING, thread.getName() + " tries again: " + e.getMessage(), e);
                }
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
