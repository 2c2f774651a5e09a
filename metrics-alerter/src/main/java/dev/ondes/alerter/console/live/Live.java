package dev.ondes.alerter.console.live;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest prints, and a place to wait for others. Thread-safe: one thread sees, each viewer's waits. */
public final class Live {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Parts newest = Parts.none();
    private boolean closed;

    /** Called with each snapshot, so that nobody is told more often than there are such. */
    public void see(Parts parts) {
        lock.lock();
        try {
            if (!parts.equals(newest)) {
                newest = parts;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Other prints than these, or the same after that time. */
    public Parts await(Parts known, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (newest.equals(known) && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    public Parts newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits goes. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
