package dev.ondes.messaging.consume;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the channel and the handlers: holds what was delivered until a handler may begin. At most {@code limit}
 * handlers run, those included that still handle messages of a channel that is gone: after a reconnection the broker
 * delivers their messages again, and without this bound twice as many would run. One subscriber; thread-safe.
 */
final class Inbox implements Flow.Publisher<Received>, Flow.Subscription {
    private final int limit;
    private final Runnable onCancel;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Queue<Received> waiting = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super Received> subscriber;
    private long demand;
    private int running;
    private boolean emitting;

    Inbox(int limit, Runnable onCancel) {
        this.limit = limit;
        this.onCancel = onCancel;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Received> wanting) {
        lock.lock();
        try {
            if (subscriber != null) {
                throw new IllegalStateException("one queue, one subscriber");
            }
            subscriber = wanting;
        } finally {
            lock.unlock();
        }
        wanting.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        lock.lock();
        try {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        } finally {
            lock.unlock();
        }
        emit();
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            demand = 0;
        } finally {
            lock.unlock();
        }
        onCancel.run();
    }

    void put(Received received) {
        lock.lock();
        try {
            waiting.add(received);
        } finally {
            lock.unlock();
        }
        emit();
    }

    /** A handler ended, whichever way. */
    void done() {
        lock.lock();
        try {
            running--;
            if (running == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
        emit();
    }

    /** Takes back what no handler has begun. */
    List<Received> takeWaiting() {
        lock.lock();
        try {
            var taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits; says whether all handlers ended within the time */
    boolean awaitIdle(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (running > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return running == 0;
        } finally {
            lock.unlock();
        }
    }

    /** One thread hands out at a time, outside the lock: the subscriber may call back. */
    private void emit() {
        for (Received next = next(false); next != null; next = next(true)) {
            var to = subscriber;
            if (to != null) {
                to.onNext(next);
            }
        }
    }

    private @Nullable Received next(boolean mine) {
        lock.lock();
        try {
            if (emitting && !mine) {
                return null;
            }
            // Their channel is gone: they come again.
            waiting.removeIf(received -> !received.delivery().isCurrent());
            Received next = demand > 0 && running < limit ? waiting.poll() : null;
            emitting = next != null;
            if (next != null) {
                running++;
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
