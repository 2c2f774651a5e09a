package dev.ondes.dispatcher.intake;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread cut a request to GitLab, and nothing but a request: an interrupt that came a moment late would hit the
 * hand-over of the very job that the request brought.
 */
final class AskGuard {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread asking;

    /** Runs a request that {@link #cut} may interrupt. */
    <T> T guarded(Supplier<T> request) {
        enter(Thread.currentThread());
        try {
            return request.get();
        } finally {
            leave();
        }
    }

    /** Interrupts the request that runs now, if one does. */
    void cut() {
        lock.lock();
        try {
            if (asking != null) {
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void enter(Thread thread) {
        lock.lock();
        try {
            asking = thread;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            asking = null;
            // Was for the request, which is over.
            boolean ignored = Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }
}
