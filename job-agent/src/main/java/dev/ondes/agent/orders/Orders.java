package dev.ondes.agent.orders;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The orders to the job and the pod's state, shared by the thread that does the work and those that hear from outside.
 * Orders only get stricter. All waiting of the working thread is done here, so that each order ends it. Thread-safe.
 */
public final class Orders {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Order order = Order.CARRY_ON;
    private String why = "";
    private boolean podEnding;
    private boolean podEndingConfirmed;
    private boolean overdue;
    private long changes;
    private @Nullable Runnable abort;

    public Order order() {
        lock.lock();
        try {
            return order;
        } finally {
            lock.unlock();
        }
    }

    /** One line on the strictest order, for operators. */
    public String why() {
        lock.lock();
        try {
            return why;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an order, if it is stricter than the one that holds. */
    public void give(Order newOrder, String newWhy) {
        lock.lock();
        try {
            if (newOrder.compareTo(order) > 0) {
                order = newOrder;
                why = newWhy;
                abort();
                tell();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The kubelet has asked the agent to end: the pod goes away, after its grace period at the latest. */
    public void podEnds() {
        lock.lock();
        try {
            podEnding = true;
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** GitLab was asked after {@link #podEnds()} and still wants the job to run, or can't be asked. */
    public void podEndsThoughJobRuns() {
        lock.lock();
        try {
            podEndingConfirmed = true;
            abort();
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** The job's time is up, and its script has not begun. */
    public void preparationOverdue() {
        lock.lock();
        try {
            overdue = true;
            abort();
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** Whether that, and nothing else, is why the preparation was ended. */
    public boolean overdue() {
        lock.lock();
        try {
            return overdue && order == Order.CARRY_ON && !podEndingConfirmed;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: whoever waits for something to change looks again. */
    private void tell() {
        changes++;
        changed.signalAll();
    }

    /** Under the lock, so that it never comes after the end of what it is to end. */
    private void abort() {
        if (abort != null) {
            abort.run();
        }
    }

    public boolean podEnding() {
        lock.lock();
        try {
            return podEnding;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until something changes. */
    public void await(Duration time) {
        lock.lock();
        try {
            long seen = changes;
            long left = time.toNanos();
            while (left > 0 && changes == seen) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the working thread is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits that long, whatever changes meanwhile, unless {@code check} throws: it is asked at first and after each change, and
     * misses none.
     */
    public void await(Duration time, Runnable check) {
        lock.lock();
        try {
            long left = time.toNanos();
            check.run();
            while (left > 0) {
                left = changed.awaitNanos(left);
                check.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the working thread is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * While the job is prepared, any order ends it, and so do the pod's end and the end of its time.
     *
     * @throws StoppedException when there is one
     */
    public void checkWhilePreparing() {
        lock.lock();
        try {
            if (order != Order.CARRY_ON || podEndingConfirmed || overdue) {
                throw new StoppedException(order, why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #checkWhilePreparing}, without the throw. */
    public boolean endPreparation() {
        lock.lock();
        try {
            return order != Order.CARRY_ON || podEndingConfirmed || overdue;
        } finally {
            lock.unlock();
        }
    }

    /**
     * At the job's end only the strictest order ends what is done.
     *
     * @throws StoppedException when there is one
     */
    public void checkAtTheEnd() {
        lock.lock();
        try {
            if (order == Order.STOP) {
                throw new StoppedException(order, why);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * For what is done at the job's end if there is time: the pod's end ends it as well.
     *
     * @throws StoppedException when there is none
     */
    public void checkTime() {
        if (timeIsUp()) {
            throw new StoppedException(order(), why());
        }
    }

    /** Runs {@code call}, and interrupts its thread when {@link #checkTime} would throw. */
    public void interruptibleWhileThereIsTime(Runnable call) {
        interruptible(this::timeIsUp, call);
    }

    private boolean timeIsUp() {
        lock.lock();
        try {
            return order == Order.STOP || podEndingConfirmed;
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code call}, and interrupts its thread when an order as strict as {@code limit} comes meanwhile. */
    public void interruptible(Order limit, Runnable call) {
        interruptible(() -> order().compareTo(limit) >= 0, call);
    }

    /** Runs {@code call}, and interrupts its thread when something ends the preparation meanwhile. */
    public void interruptibleWhilePreparing(Runnable call) {
        interruptible(this::endPreparation, call);
    }

    private void interruptible(BooleanSupplier ended, Runnable call) {
        Thread caller = Thread.currentThread();
        try {
            abortable(
                    () -> {
                        if (ended.getAsBoolean()) {
                            caller.interrupt();
                        }
                    },
                    () -> {
                        if (ended.getAsBoolean()) {
                            throw new StoppedException(order(), why());
                        }
                        call.run();
                        return Boolean.TRUE;
                    });
        } finally {
            // What was meant for the call must not end the next wait.
            Thread.interrupted();
        }
    }

    /** Runs {@code work}; an order that comes meanwhile runs {@code stop} once, in the thread that gives it. */
    public <T, E extends Exception> T abortable(Runnable stop, Work<T, E> work) throws E {
        lock.lock();
        try {
            abort = stop;
        } finally {
            lock.unlock();
        }
        try {
            return work.run();
        } finally {
            lock.lock();
            try {
                abort = null;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Something that ends early when it is stopped. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }
}
