package dev.ondes.spot.limit;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * So many calls per second, a second's worth at once at most. Who is more urgent goes first, whenever it came: the node
 * that is gone in thirty seconds before the one that is gone in two weeks. Any number of virtual threads wait in it.
 */
public final class ApiLimiter {
    private final int perSecond;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparing(Waiting::urgency).thenComparing(Waiting::number));
    private double tokens;
    private long filledAt;
    private long number;

    private record Waiting(Instant urgency, long number, Condition turn) {}

    public ApiLimiter(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = perSecond;
        this.filledAt = nanos.getAsLong();
    }

    /**
     * Waits for a turn.
     *
     * @param urgency the earlier, the sooner: a deadline
     */
    public void acquire(Instant urgency) {
        lock.lock();
        try {
            var me = new Waiting(urgency, number++, lock.newCondition());
            waiting.add(me);
            try {
                while (!me.equals(waiting.peek()) || !take()) {
                    me.turn().await(nanosToNext(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.remove(me);
                var next = waiting.peek();
                if (next != null) {
                    next.turn().signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean take() {
        long now = nanos.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - filledAt) / 1e9 * perSecond);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    private long nanosToNext() {
        return Math.max(1_000_000, (long) ((1 - Math.min(1, tokens)) / perSecond * 1e9));
    }
}
