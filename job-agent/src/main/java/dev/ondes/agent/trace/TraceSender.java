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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the log to GitLab piece by piece, keeps the job alive there, and passes on what GitLab says of the job. One thread
 * runs it ({@link #run}); others ask it by the other methods, which are safe from any thread.
 *
 * <p>A piece whose answer was lost is sent again as it was, and never a longer one instead: only so does the size that GitLab
 * tells in the end say whether the piece, or somebody else's, is stored.
 */
public final class TraceSender implements Runnable {
    private static final int FIRST_PIECES = 3;

    private final GitLabClient gitlab;
    private final JobCredentials job;
    private final TraceFile file;
    private final boolean debug;
    private final Pace pace;
    private final Orders orders;
    private final Consumer<String> troubles;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TraceProgress progress;
    private boolean ended;
    private boolean askNow;
    private boolean hurried;
    private int firstPieces;
    private Duration interval;
    private long due = System.nanoTime();
    private long contact = due;
    private int failures;

    /** Only the sending thread touches it. */
    private byte[] buffer = new byte[0];

    /**
     * @param base size of the log at GitLab where this attempt begins
     * @param debug whether the job runs with {@code CI_DEBUG_TRACE}
     * @param troubles hears of GitLab's absence, for operators
     */
    public TraceSender(
            GitLabClient gitlab,
            JobCredentials job,
            TraceFile file,
            long base,
            boolean debug,
            Pace pace,
            Orders orders,
            Consumer<String> troubles) {
        this.gitlab = gitlab;
        this.job = job;
        this.file = file;
        this.debug = debug;
        this.pace = pace;
        this.orders = orders;
        this.troubles = troubles;
        progress = new TraceProgress(base);
        interval = pace.interval();
    }

    /** Size of the log at GitLab after the last acknowledged byte. */
    public long acknowledged() {
        lock.lock();
        try {
            return progress.acknowledged();
        } finally {
            lock.unlock();
        }
    }

    /** There is more to send. */
    public void grown() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
            progress.want(end());
            due = Math.min(due, System.nanoTime());
            changed.signalAll();
            while (progress.isWanted()) {
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

    /** The script begins: its first output goes out at once. */
    public void scriptBegins() {
        lock.lock();
        try {
            firstPieces = FIRST_PIECES;
            due = Math.min(due, System.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** GitLab lost the log: all is to be sent again. */
    public void again() {
        lock.lock();
        try {
            progress.again();
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #run} after the call that is under way. */
    public void finish() {
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
                if (orders.order() == Order.STOP) {
                    await(pace.keepAlive().toNanos());
                    continue;
                }
                if (askNow) {
                    askNow = false;
                    return new Task(Task.What.ASK, null);
                }
                long now = System.nanoTime();
                SentPiece piece = progress.next(end());
                if (piece != null && due - now <= 0) {
                    return new Task(Task.What.SEND, piece);
                }
                long untilAlive = contact + pace.keepAlive().toNanos() - now;
                if (untilAlive <= 0) {
                    return new Task(Task.What.ASK, null);
                }
                await(piece == null ? untilAlive : Math.min(untilAlive, due - now));
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(SentPiece piece) {
        int length = (int) (piece.end() - piece.offset());
        if (buffer.length < length) {
            buffer = new byte[Math.max(length, Math.min(TraceProgress.LARGEST_PIECE, 2 * buffer.length))];
        }
        file.read(piece.offset() - progress.base(), buffer, length);
        TraceAnswer answer = gitlab.appendTrace(job, piece.offset(), buffer, 0, length, debug);
        lock.lock();
        try {
            contact = System.nanoTime();
            take(piece, answer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(SentPiece piece, TraceAnswer answer) {
        switch (answer) {
            case TraceAnswer.Appended(long size, Duration wish, RemoteStatus status) -> {
                if (wish != null && wish.isPositive()) {
                    interval = wish.compareTo(pace.longestInterval()) > 0 ? pace.longestInterval() : wish;
                }
                progress.stored(piece);
                goOn();
                obey(status);
            }
            case TraceAnswer.WrongOffset(long size) -> wrongOffset(piece, size);
            case TraceAnswer.Aborted(int httpStatus, RemoteStatus status) -> {
                if (httpStatus == 404
                        && LogFence.read(progress.base(), progress.acknowledged()) == LogFence.GATE_OPEN) {
                    // gitlab-runner's rule: the log ends here, the script goes on.
                    progress.refuse();
                } else {
                    orders.give(Order.STOP, "GitLab answers " + httpStatus + " to the log: " + status.sentence());
                }
            }
            case TraceAnswer.Throttled(Duration delay) -> {
                progress.unanswered(piece);
                due = contact + delay.toNanos();
            }
            case TraceAnswer.Unavailable(String why) -> {
                progress.unanswered(piece);
                due = contact + pace.backOff(++failures).toNanos();
                if (failures == 1) {
                    troubles.accept(why);
                }
            }
        }
    }

    private void wrongOffset(SentPiece piece, long size) {
        switch (progress.wrongOffset(piece, size, end())) {
            case STORED -> goOn();
            case NOT_STORED -> due = contact + pace.backOff(++failures).toNanos();
            case TAKEN_OVER ->
                orders.give(
                        Order.STOP,
                        "the log at GitLab has " + size + " bytes, not " + piece.offset() + " or " + piece.end()
                                + ": somebody else has taken the job over");
        }
    }

    /** The next piece: at once where it is wanted or a full one, else after the interval. */
    private void goOn() {
        failures = 0;
        boolean more = progress.isWanted() || end() - progress.acknowledged() >= TraceProgress.LARGEST_PIECE;
        Duration wait = hurried ? pace.hurried() : firstPieces > 0 ? pace.first() : interval;
        firstPieces = Math.max(0, firstPieces - 1);
        due = more ? contact : contact + wait.toNanos();
    }

    private long end() {
        return progress.base() + file.published();
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
            case UpdateAnswer.Canceling canceling -> obey(RemoteStatus.CANCELING);
            case UpdateAnswer.Aborted(int httpStatus, RemoteStatus status) ->
                orders.give(Order.STOP, "GitLab answers " + httpStatus + " to a sign of life: " + status.sentence());
            case UpdateAnswer.TracePending pending -> {}
            case UpdateAnswer.ResendTrace resend -> {}
            case UpdateAnswer.Throttled throttled -> {}
            case UpdateAnswer.Unavailable unavailable -> {}
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

    /** Callers look again themselves. */
    @SuppressWarnings("WaitNotInLoop")
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
