package dev.ondes.alerter.notify;

import dev.ondes.alerter.notify.DeliveryCounts.Result;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages to one receiver, one at a time, until it has them: in a thread of its own, with growing pauses, or those that the receiver asks
 * for. Thread-safe. What it holds is lost with the process; who offers it offers it again.
 */
final class Courier implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Courier.class);
    /** Whoever refused for good may have been given another address or key by then. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(10);

    private record Parcel(Message message, Runnable taken, int failures, Instant notBefore) {}

    private final Receiver receiver;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Budget budget;
    private final DeliveryCounts counts;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** By the firing's key: of one firing at most one message waits. */
    private final Map<String, Parcel> waiting = new LinkedHashMap<>();
    /** Begins of which a try ended unclear, by the firing's key: until it is told for sure. */
    private final Set<String> unclear = new HashSet<>();
    /** What is being sent. */
    private @Nullable Parcel underWay;

    private boolean closed;

    private Courier(
            Receiver receiver,
            Backoff backoff,
            RandomGenerator random,
            Budget budget,
            DeliveryCounts counts,
            Clock clock) {
        this.receiver = receiver;
        this.backoff = backoff;
        this.random = random;
        this.budget = budget;
        this.counts = counts;
        this.clock = clock;
    }

    static Courier start(
            Receiver receiver,
            Backoff backoff,
            RandomGenerator random,
            Budget budget,
            DeliveryCounts counts,
            Clock clock) {
        var courier = new Courier(receiver, backoff, random, budget, counts, clock);
        Thread.ofVirtual().name("ondes-courier-" + receiver.name()).start(courier::work);
        return courier;
    }

    Receiver receiver() {
        return receiver;
    }

    /**
     * Takes the message along. What is under way already, it leaves as it is.
     *
     * @param taken called in the courier's thread when the receiver has it
     */
    void offer(Message message, Runnable taken) {
        lock.lock();
        try {
            Parcel before = waiting.get(message.key());
            if (before == null || before.message().isOver() != message.isOver()) {
                waiting.put(message.key(), new Parcel(message, taken, 0, Instant.MIN));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** There is nothing to tell any more: it was over before the receiver heard of it. What is being sent is sent. */
    void withdraw(String key) {
        lock.lock();
        try {
            waiting.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the receiver may have been told of this firing, though it did not say so: it is being told, or an earlier try ended unclear. */
    boolean mayHaveTold(String key) {
        lock.lock();
        try {
            return unclear.contains(key)
                    || (underWay != null && underWay.message().key().equals(key));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all of it: another replica tells people now. What is being sent is sent. */
    void rest() {
        lock.lock();
        try {
            waiting.clear();
            unclear.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing more. What is being sent is sent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #close}: waits until what was being sent is told, or is known not to be. */
    void awaitEnd(Deadline deadline) throws InterruptedException {
        var _ = ended.await(deadline.left(), TimeUnit.NANOSECONDS);
    }

    private void work() {
        try {
            for (Optional<Parcel> next = next(); next.isPresent(); next = next()) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            ended.countDown();
        }
    }

    /** Waits for one that is due, and for the budget; empty when closed. */
    private Optional<Parcel> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Instant now = clock.instant();
                Optional<Parcel> first = waiting.values().stream().min(Comparator.comparing(Parcel::notBefore));
                if (first.isEmpty()) {
                    changed.await();
                    continue;
                }
                Duration pause = first.get().notBefore().isAfter(now)
                        ? Duration.between(now, first.get().notBefore())
                        : budget.spend(now);
                if (pause.isZero()) {
                    underWay = first.get();
                    return first;
                }
                changed.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Parcel parcel) {
        try {
            receiver.send(parcel.message());
            counts.tried(receiver.name(), Result.SENT);
            // In this order: until it is written down that it was told, it counts as under way.
            parcel.taken().run();
            done(parcel);
        } catch (NotTakenException e) {
            counts.tried(receiver.name(), e.isForGood() ? Result.REFUSED : Result.FAILED);
            Duration pause = e.isForGood()
                    ? AFTER_REFUSAL
                    : e.after().orElseGet(() -> backoff.after(parcel.failures() + 1, random));
            LOG.warn(notTold(parcel, pause).why(e.getMessage()));
            again(parcel, clock.instant().plus(pause), e.isUnclear());
        } catch (RuntimeException e) {
            // A mistake of ours in one message must not end the thread that all others wait for.
            counts.tried(receiver.name(), Result.FAILED);
            Duration pause = backoff.after(parcel.failures() + 1, random);
            LOG.error(notTold(parcel, pause).why(e.toString()), e);
            again(parcel, clock.instant().plus(pause), true);
        }
    }

    private LogLine notTold(Parcel parcel, Duration pause) {
        return LogLine.of("people could not be told of an alert; trying again")
                .with(LogKey.SUBJECT, parcel.message().alertId())
                .with(LogKey.IDENTITY, receiver.name())
                .with(LogKey.WAIT, pause);
    }

    private void done(Parcel parcel) {
        lock.lock();
        try {
            underWay = null;
            unclear.remove(parcel.message().key());
            waiting.remove(parcel.message().key(), parcel);
        } finally {
            lock.unlock();
        }
    }

    private void again(Parcel parcel, Instant notBefore, boolean mayBeTaken) {
        lock.lock();
        try {
            underWay = null;
            if (mayBeTaken && !parcel.message().isOver()) {
                unclear.add(parcel.message().key());
            }
            budget.giveBack();
            waiting.replace(
                    parcel.message().key(),
                    parcel,
                    new Parcel(parcel.message(), parcel.taken(), parcel.failures() + 1, notBefore));
        } finally {
            lock.unlock();
        }
    }
}
