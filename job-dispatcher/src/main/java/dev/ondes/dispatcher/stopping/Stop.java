package dev.ondes.dispatcher.stopping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The service's stop: first requested (nothing new is begun, what is under way comes to its end), then cut (everything ends
 * now). Goes forward only. Thread-safe.
 */
public final class Stop {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private @Nullable Instant requestedAt;
    private boolean cut;

    public Stop(Clock clock) {
        this.clock = clock;
    }

    /** Idempotent: the first request's time counts. */
    public void request() {
        lock.lock();
        try {
            if (requestedAt == null) {
                requestedAt = clock.instant();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every rest at once. */
    public void cut() {
        request();
        lock.lock();
        try {
            cut = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean requested() {
        return since().isPresent();
    }

    /** When the stop was requested. */
    public Optional<Instant> since() {
        lock.lock();
        try {
            return Optional.ofNullable(requestedAt);
        } finally {
            lock.unlock();
        }
    }

    /** Rests that long, or until a stop is requested; not at all once it is. */
    public void restUntilRequested(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (left > 0 && requestedAt == null) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Rests that long; the next phase of the stop ends the rest: a request, and once requested, the cut. */
    public void rest(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean wasRequested = requestedAt != null;
            long left = time.toNanos();
            while (left > 0 && !cut && (requestedAt != null) == wasRequested) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
