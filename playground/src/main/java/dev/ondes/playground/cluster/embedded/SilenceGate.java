package dev.ondes.playground.cluster.embedded;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds everything a kubelet does while it hangs. Safe for many threads. */
final class SilenceGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean closed;

    void set(boolean silent) {
        lock.lock();
        try {
            closed = silent;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void pass() throws InterruptedException {
        lock.lock();
        try {
            while (closed) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
