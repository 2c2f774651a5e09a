package dev.ondes.scheduler.turns;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One job, one thing at a time: what is asked for runs in a thread of its own per job, never two for one job; asked again
 * meanwhile, it runs once more. Work that fails is repeated with a growing pause, without a thread that waits. Jobs don't
 * wait for each other.
 */
public final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Map<Long, Turn> turns = new ConcurrentHashMap<>();
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();
    private final Map<Long, ScheduledFuture<?>> wakes = new ConcurrentHashMap<>();
    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();
    private volatile @Nullable Work work;

    /** What is done in a job's turn. */
    @FunctionalInterface
    public interface Work {
        /** Tells after which time to do it again though nobody asks; null for never. */
        @Nullable
        Duration onTurn(long jobId);
    }

    /** Guarded by the map's compute, but for the lock itself. */
    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
        boolean running;
        boolean again;
    }

    public Turns(ExecutorService threads, ScheduledExecutorService timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /** From now on what is asked for is done; before, asking does nothing: a standby does not act. */
    public void begin(Work toDo) {
        work = toDo;
    }

    /**
     * Begins nothing more, and waits for what is under way; what does not come to its end in time is resumed by the next
     * leader.
     */
    public void end(Duration limit) {
        work = null;
        wakes.values().forEach(wake -> wake.cancel(false));
        long left = limit.toNanos();
        idleLock.lock();
        try {
            while (!turns.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            idleLock.unlock();
        }
    }

    /** Asks for a turn of the job. Returns at once. */
    public void ask(long jobId) {
        if (work == null) {
            return;
        }
        turns.compute(jobId, (_, known) -> {
            Turn turn = known == null ? new Turn() : known;
            if (turn.running) {
                turn.again = true;
            } else {
                turn.running = true;
                turn.users++;
                threads.execute(() -> run(jobId, turn));
            }
            return turn;
        });
    }

    /** Does something in the job's turn, in the caller's thread; what it throws reaches the caller. */
    public void inTurn(long jobId, Runnable action) {
        answerInTurn(jobId, () -> {
            action.run();
            return true;
        });
    }

    /** The same, for what has an answer. */
    public <T> T answerInTurn(long jobId, Supplier<T> action) {
        Turn turn = turns.compute(jobId, (_, known) -> {
            Turn mine = known == null ? new Turn() : known;
            mine.users++;
            return mine;
        });
        turn.lock.lock();
        try {
            return action.get();
        } finally {
            turn.lock.unlock();
            leave(jobId, turn);
        }
    }

    /** How many jobs are being worked on now. */
    public int busy() {
        return turns.size();
    }

    /** How many jobs wait to be tried again after a failure. */
    public int failing() {
        return failures.size();
    }

    private void run(long jobId, Turn turn) {
        boolean again = true;
        while (again) {
            turn.lock.lock();
            try {
                once(jobId);
            } finally {
                turn.lock.unlock();
            }
            again = isAskedAgain(jobId, turn);
        }
        leave(jobId, turn);
    }

    private boolean isAskedAgain(long jobId, Turn turn) {
        boolean[] asked = new boolean[1];
        turns.computeIfPresent(jobId, (_, known) -> {
            asked[0] = turn.again;
            turn.again = false;
            turn.running = asked[0];
            return known;
        });
        return asked[0];
    }

    private void leave(long jobId, Turn turn) {
        turns.computeIfPresent(jobId, (_, known) -> --turn.users == 0 ? null : known);
        if (turns.isEmpty()) {
            idleLock.lock();
            try {
                idle.signalAll();
            } finally {
                idleLock.unlock();
            }
        }
    }

    private void once(long jobId) {
        Work now = work;
        if (now == null) {
            return;
        }
        try {
            Duration pause = now.onTurn(jobId);
            failures.remove(jobId);
            wake(jobId, pause);
        } catch (TryLaterException e) {
            Duration pause = pause(jobId, e.delay());
            LOG.info(LogLine.of("to be tried again")
                    .job(jobId)
                    .with(LogKey.WAIT, pause)
                    .why(e.getMessage()));
            wake(jobId, pause);
        } catch (RuntimeException | Error e) {
            Duration pause = pause(jobId, Duration.ZERO);
            LOG.warn(LogLine.of("failed, to be tried again").job(jobId).with(LogKey.WAIT, pause), e);
            wake(jobId, pause);
        }
    }

    private Duration pause(long jobId, Duration wanted) {
        int failed = failures.merge(jobId, 1, Integer::sum);
        return wanted.isZero() ? BACKOFF.after(failed) : wanted;
    }

    private void wake(long jobId, @Nullable Duration pause) {
        wakes.compute(jobId, (_, before) -> {
            if (before != null) {
                before.cancel(false);
            }
            return pause == null || work == null
                    ? null
                    : timer.schedule(() -> ask(jobId), Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
        });
    }
}
