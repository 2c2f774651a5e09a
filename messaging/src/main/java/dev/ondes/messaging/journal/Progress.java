package dev.ondes.messaging.journal;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How far a reader is, and somebody who waits for it to be further. Thread-safe. */
final class Progress {
    private static final long NONE = -1;
    private static final long NOBODY_WAITS = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long next = NONE;
    private long awaited = NOBODY_WAITS;
    private @Nullable Instant lastEventAt;
    private boolean live;
    private boolean stopped;

    Position position() {
        lock.lock();
        try {
            return new Position(next, lastEventAt, live);
        } finally {
            lock.unlock();
        }
    }

    /** Where to go on; where nothing was read yet, at the given place. */
    Start resume(Start start) {
        lock.lock();
        try {
            return next == NONE ? start : new Start.At(next);
        } finally {
            lock.unlock();
        }
    }

    /** A subscription begins. */
    void begin(Start start) {
        lock.lock();
        try {
            stopped = false;
            if (start instanceof Start.At(long offset)) {
                next = offset;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The offset that should come next; empty where reading began somewhere else than at an offset, and nothing came yet. */
    OptionalLong next() {
        lock.lock();
        try {
            return next == NONE ? OptionalLong.empty() : OptionalLong.of(next);
        } finally {
            lock.unlock();
        }
    }

    void handled(long offset, @Nullable Instant eventAt) {
        lock.lock();
        try {
            next = offset + 1;
            if (eventAt != null) {
                lastEventAt = eventAt;
            }
            if (offset >= awaited) {
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean hasHandled(long offset) {
        lock.lock();
        try {
            return next > offset;
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false when the subscription ended before. */
    boolean awaitHandled(long offset) throws InterruptedException {
        lock.lock();
        try {
            awaited = offset;
            while (!stopped && next <= offset) {
                moved.await();
            }
            return !stopped;
        } finally {
            awaited = NOBODY_WAITS;
            lock.unlock();
        }
    }

    void live() {
        lock.lock();
        try {
            live = !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** The subscription ended: nobody is to wait for more of it. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            live = false;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
