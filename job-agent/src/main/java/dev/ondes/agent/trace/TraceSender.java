package dev.ondes.agent.trace;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the log to GitLab piece by piece, keeps the job alive there, and passes on what GitLab says of the job. One thread
 * runs it ({@link #run}); others ask it by the other methods, which are safe from any thread.
 *
 * <p>A piece whose answer was lost is sent again as it was, and never a longer one instead: only so does the size that GitLab
 * tells in the end say whether the piece, or somebody else's, is stored.
 */
public final class TraceSender implements Runnable {
    private static final int LARGEST_PIECE = 1 << 20;

    private final GitLabClient gitlab;
    private final JobCredentials job;
    private final TraceFile file;
    private final long base;
    private final boolean debug;
    private final Pace pace;
    private final Orders orders;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long acknowledged;
    /** Asked for by {@link #flush}: up to here no byte is held back. */
    private long wholeUpTo;

    private @Nullable SentPiece unanswered;
    private boolean resending;
    private boolean ended;
    private boolean refused;
    private boolean askNow;
    private boolean hurried;
    private Duration interval;
    private long due = System.nanoTime();
    private long contact = due;

    /** Only the sending thread touches these. */
    private byte[] buffer = new byte[0];

    private int failures;

    /**
     * @param base size of the log at GitLab where this attempt begins
     * @param debug whether the job runs with {@code CI_DEBUG_TRACE}
     */
    public TraceSender(
            GitLabClient gitlab,
            JobCredentials job,
            TraceFile file,
            long base,
            boolean debug,
            Pace pace,
            Orders orders) {
        this.gitlab = gitlab;
        this.job = job;
        this.file = file;
        this.base = base;
        this.debug = debug;
        this.pace = pace;
        this.orders = orders;
        this.acknowledged = base;
        this.interval = pace.interval();
    }

    /** Size of the log at GitLab after the last acknowledged byte. */
    public long acknowledged() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    /** There is more to send. */
    public void grown() {
        signal();
    }

    /** The pod goes away: GitLab is asked at once whether it wants that, and the log is sent at once and often. */
    public void hurry() {
        lock.lock();
        try {
            hurried = true;
            askNow = true;
            due = Math.min(due, System.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends all that was published, to its last byte, and waits for GitLab's acknowledgement.
     *
     * @param limit how long at most
     * @param giveUp asked now and then whether there is no point in it any more
     * @return whether GitLab has it all, or has said that it takes no log of this job
     */
    public boolean flush(Duration limit, BooleanSupplier giveUp) {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            wholeUpTo = base + file.published();
            due = Math.min(due, System.nanoTime());
            changed.signalAll();
            while (acknowledged < wholeUpTo && !refused) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || ended || giveUp.getAsBoolean()) {
                    return false;
                }
                await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** GitLab lost the log: all is to be sent again. */
    public void again() {
        lock.lock();
        try {
            acknowledged = base;
            unanswered = null;
            resending = true;
            refused = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #run} after the call that is under way. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        while (true) {
            Task task = next();
            switch (task.what()) {
                case SEND -> send(Objects.requireNonNull(task.piece()));
                case ASK -> ask();
                case END -> {
                    return;
                }
            }
        }
    }

    private record Task(What what, @Nullable SentPiece piece) {
        enum What {
            SEND,
            ASK,
            END
        }
    }

    /** Waits until there is something to do. */
    private Task next() {
        lock.lock();
        try {
            while (true) {
                if (ended) {
                    return new Task(Task.What.END, null);
                }
                long now = System.nanoTime();
                boolean stopped = orders.order() == Order.STOP;
                if (askNow && !stopped) {
                    askNow = false;
                    return new Task(Task.What.ASK, null);
                }
                SentPiece piece = stopped ? null : nextPiece();
                long untilAlive = contact + pace.keepAlive().toNanos() - now;
                if (piece != null && due - now <= 0) {
                    return new Task(Task.What.SEND, piece);
                }
                if (untilAlive <= 0 && !stopped) {
                    return new Task(Task.What.ASK, null);
                }
                long wait = stopped ? pace.keepAlive().toNanos() : untilAlive;
                await(piece == null ? wait : Math.min(wait, due - now));
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SentPiece nextPiece() {
        if (refused) {
            return null;
        }
        if (unanswered != null) {
            return unanswered;
        }
        long available = base + file.published() - acknowledged;
        if (acknowledged < wholeUpTo) {
            return new SentPiece(acknowledged, Math.min(wholeUpTo, acknowledged + LARGEST_PIECE));
        }
        int length = LogFence.keeping((int) Math.min(available, LARGEST_PIECE));
        return length == 0 ? null : new SentPiece(acknowledged, acknowledged + length);
    }

    private void send(SentPiece piece) {
        int length = (int) (piece.end() - piece.offset());
        if (buffer.length < length) {
            buffer = new byte[Math.max(length, Math.min(LARGEST_PIECE, 2 * buffer.length))];
        }
        file.read(piece.offset() - base, buffer, length);
        TraceAnswer answer = gitlab.appendTrace(job, piece.offset(), buffer, 0, length, debug);
        lock.lock();
        try {
            take(piece, answer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(SentPiece piece, TraceAnswer answer) {
        contact = System.nanoTime();
        switch (answer) {
            case TraceAnswer.Appended(long size, Duration wish, RemoteStatus status) -> {
                if (wish != null) {
                    interval = wish.compareTo(pace.longestInterval()) > 0 ? pace.longestInterval() : wish;
                }
                stored(piece.end());
                obey(status);
            }
            case TraceAnswer.WrongOffset(long size) -> wrongOffset(piece, size);
            case TraceAnswer.Aborted(int httpStatus, RemoteStatus status) -> {
                if (httpStatus == 404 && LogFence.read(base, acknowledged) == LogFence.GATE_OPEN) {
                    // gitlab-runner's rule: the log ends here, the script goes on.
                    refused = true;
                } else {
                    orders.give(Order.STOP, "GitLab answers " + httpStatus + " to the log: " + status.sentence());
                }
            }
            case TraceAnswer.Throttled(Duration delay) -> retry(piece, delay);
            case TraceAnswer.Unavailable(String why) -> retry(piece, pace.backOff(++failures));
        }
    }

    private void wrongOffset(SentPiece piece, long size) {
        if (resending && size > piece.offset() && size <= base + file.published()) {
            stored(size);
            return;
        }
        switch (piece.fate(size)) {
            case STORED -> stored(piece.end());
            case NOT_STORED -> retry(piece, pace.backOff(++failures));
            case TAKEN_OVER ->
                orders.give(
                        Order.STOP,
                        "the log at GitLab has " + size + " bytes, not " + piece.offset() + " or " + piece.end()
                                + ": somebody else has taken the job over");
        }
    }

    private void stored(long size) {
        acknowledged = size;
        unanswered = null;
        failures = 0;
        boolean more = acknowledged < wholeUpTo || base + file.published() - acknowledged >= LARGEST_PIECE;
        Duration wait = hurried ? pace.hurried() : interval;
        due = more ? contact : contact + wait.toNanos();
        if (acknowledged >= wholeUpTo) {
            resending = false;
        }
    }

    private void retry(SentPiece piece, Duration delay) {
        unanswered = piece;
        due = System.nanoTime() + delay.toNanos();
    }

    /** Tells GitLab that the job runs, and hears whether it shall. */
    private void ask() {
        UpdateAnswer answer = gitlab.updateJob(job, new JobState.Running());
        lock.lock();
        try {
            contact = System.nanoTime();
        } finally {
            lock.unlock();
        }
        switch (answer) {
            case UpdateAnswer.Accepted(RemoteStatus status) -> obey(status);
            case UpdateAnswer.Canceling() -> obey(RemoteStatus.CANCELING);
            case UpdateAnswer.Aborted(int httpStatus, RemoteStatus status) ->
                orders.give(Order.STOP, "GitLab answers " + httpStatus + " to a sign of life: " + status.sentence());
            case UpdateAnswer.TracePending(Duration delay) -> {}
            case UpdateAnswer.ResendTrace() -> {}
            case UpdateAnswer.Throttled(Duration delay) -> {}
            case UpdateAnswer.Unavailable(String why) -> {}
        }
        if (orders.podEnding()) {
            orders.podEndsThoughJobRuns();
        }
    }

    private void obey(RemoteStatus status) {
        if (status == RemoteStatus.CANCELING) {
            orders.give(Order.CANCEL, status.sentence());
        } else if (status.aborts()) {
            orders.give(Order.STOP, status.sentence());
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        try {
            long left = changed.awaitNanos(nanos);
            assert left <= nanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the log's thread is never interrupted", e);
        }
    }
}
