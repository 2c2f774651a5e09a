package dev.ondes.spot.sqs.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue in memory, without time: hidden messages stay hidden until they are shown. */
final class FakeQueue implements Queue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Received> visible = new LinkedHashMap<>();
    private final Map<String, Received> hidden = new LinkedHashMap<>();
    private final List<Integer> deletions = new ArrayList<>();
    private final List<String> prolonged = new ArrayList<>();
    private final AtomicInteger receives = new AtomicInteger();
    private volatile boolean away;
    volatile Duration longPoll = Duration.ofMillis(50);
    private volatile int refusedDeletions;
    private volatile boolean onItsWay;

    void put(String... bodies) {
        lock.lock();
        try {
            for (String body : bodies) {
                visible.put(body, new Received(body, "r-" + body, body, Instant.EPOCH, 0));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** A message whose answer is on its way when the receiver is stopped. */
    void putOnItsWay(String body) {
        lock.lock();
        try {
            onItsWay = true;
            visible.put(body, new Received(body, "r-" + body, body, Instant.EPOCH, 0));
        } finally {
            lock.unlock();
        }
    }

    void refuseDeletions(int times) {
        refusedDeletions = times;
    }

    int size() {
        lock.lock();
        try {
            return visible.size() + hidden.size();
        } finally {
            lock.unlock();
        }
    }

    int visible() {
        lock.lock();
        try {
            return visible.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages each call deleted. */
    List<Integer> deletions() {
        lock.lock();
        try {
            return List.copyOf(deletions);
        } finally {
            lock.unlock();
        }
    }

    List<String> prolonged() {
        lock.lock();
        try {
            return List.copyOf(prolonged);
        } finally {
            lock.unlock();
        }
    }

    int receives() {
        return receives.get();
    }

    private void answer() {
        if (away) {
            throw new QueueException("the queue is away", new IllegalStateException());
        }
    }

    @Override
    public List<Received> receive(int most) {
        receives.incrementAndGet();
        lock.lock();
        try {
            answer();
            if (visible.isEmpty()) {
                changed.await(longPoll.toMillis(), TimeUnit.MILLISECONDS);
            }
            List<Received> batch = visible.values().stream().limit(most).toList();
            return batch.stream().map(this::hand).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return onItsWay
                    ? visible.values().stream().toList().stream()
                            .map(this::hand)
                            .toList()
                    : List.of();
        } finally {
            lock.unlock();
        }
    }

    private Received hand(Received message) {
        visible.remove(message.id());
        var handed =
                new Received(message.id(), message.receipt(), message.body(), message.sent(), message.receives() + 1);
        hidden.put(message.id(), handed);
        return handed;
    }

    @Override
    public List<Received> delete(List<Received> messages) {
        lock.lock();
        try {
            answer();
            if (refusedDeletions > 0) {
                refusedDeletions--;
                return messages;
            }
            deletions.add(messages.size());
            messages.forEach(message -> hidden.remove(message.id()));
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void hide(List<Received> messages, Duration duration) {
        lock.lock();
        try {
            answer();
            for (Received message : messages) {
                if (!duration.isZero()) {
                    prolonged.add(message.id());
                }
                Received known = duration.isZero() ? hidden.remove(message.id()) : null;
                if (known != null) {
                    visible.put(known.id(), known);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
