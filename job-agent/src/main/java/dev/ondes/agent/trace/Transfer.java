package dev.ondes.agent.trace;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.contracts.retry.Durations;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log's way to GitLab as all threads see it: how far it has got, what is to be sent next, and when. The working thread asks
 * for more or waits for the rest; {@link TraceSender} does what is due and notes the answers. Thread-safe.
 */
public final class Transfer {
    private static final int FIRST_PIECES = 3;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TraceFile file;
    private final Pace pace;
    private final Orders orders;
    private final TraceProgress progress;
    private boolean ended;
    private boolean askNow;
    private boolean hurried;
    private int firstPieces;
    private Duration interval;
    private Duration longestInterval;
    private long due = System.nanoTime();
    private long contact = due;
    private int failures;

    /** @param base size of the log at GitLab where this attempt begins */
    public Transfer(TraceFile file, long base, Pace pace, Orders orders) {
        this.file = file;
        this.pace = pace;
        this.orders = orders;
        progress = new TraceProgress(base);
        interval = pace.interval();
        longestInterval = pace.longestInterval();
    }

    /** What the sender is to do. */
    record Task(What what, @Nullable SentPiece piece) {
        enum What {
            SEND,
            ASK,
            END
        }
    }

    /** Size of the log at GitLab after the last acknowledged byte. */
    public synchronized long acknowledged() {
        return progress.acknowledged();
    }

    /** There is more to send. */
    public synchronized void grown() {
        notifyAll();
    }

    /** The pod goes away: GitLab is asked at once whether it wants that, and the log is sent at once and often. */
    public synchronized void hurry() {
        hurried = true;
        askNow = true;
        beDue();
    }

    /**
     * The node goes away, and takes along what isn't sent by then: the log goes out at once, and from now on as often as when
     * somebody watches it, whatever GitLab wishes.
     */
    public synchronized void nodeGoes() {
        interval = Durations.shorter(interval, pace.interval());
        longestInterval = pace.interval();
        firstPieces = FIRST_PIECES;
        beDue();
    }

    /** The script begins: its first output goes out at once. */
    public synchronized void scriptBegins() {
        firstPieces = FIRST_PIECES;
        beDue();
    }

    /** GitLab lost the log: all is to be sent again. */
    public synchronized void again() {
        progress.again();
    }

    /** Ends the sender after the call that is under way. */
    public synchronized void finish() {
        ended = true;
        notifyAll();
    }

    /**
     * Has all sent that was published, to its last byte, and waits for GitLab's acknowledgement.
     *
     * @param limit how long at most
     * @param giveUp asked now and then whether there is no point in it any more
     * @return whether GitLab has it all, or has said that it takes no log of this job
     */
    public synchronized boolean flush(Duration limit, BooleanSupplier giveUp) {
        long deadline = System.nanoTime() + limit.toNanos();
        progress.want(end());
        beDue();
        while (progress.isWanted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || ended || giveUp.getAsBoolean()) {
                return false;
            }
            await(Math.min(left, LOOK_NANOS));
        }
        return true;
    }

    /** Waits until there is something to do. */
    synchronized Task next() {
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
    }

    void read(SentPiece piece, byte[] buffer) {
        file.read(piece.offset() - progress.base(), buffer, piece.length());
    }

    /** GitLab answered something, or failed to. */
    synchronized void heard() {
        contact = System.nanoTime();
    }

    /** @param wish the time that GitLab wants between two pieces */
    synchronized void stored(SentPiece piece, @Nullable Duration wish) {
        if (wish != null && wish.isPositive()) {
            interval = Durations.shorter(wish, longestInterval);
        }
        progress.stored(piece);
        goOn();
    }

    /** GitLab's log has another size than the piece's offset. */
    synchronized SentPiece.Fate wrongOffset(SentPiece piece, long size) {
        SentPiece.Fate fate = progress.wrongOffset(piece, size, end());
        switch (fate) {
            case STORED -> goOn();
            case NOT_STORED -> backOff();
            case TAKEN_OVER -> {}
        }
        return fate;
    }

    synchronized void postponed(SentPiece piece, Duration delay) {
        progress.unanswered(piece);
        due = contact + delay.toNanos();
    }

    /** Tells how many in a row had no answer. */
    synchronized int unanswered(SentPiece piece) {
        progress.unanswered(piece);
        backOff();
        return failures;
    }

    /** GitLab takes no more of the log. Tells whether the job goes on without: once its script may have begun, as with gitlab-runner. */
    synchronized boolean refused() {
        if (!progress.gateOpen()) {
            return false;
        }
        progress.refuse();
        notifyAll();
        return true;
    }

    /** The next piece: at once where it is wanted or a full one, else after the interval. */
    private void goOn() {
        failures = 0;
        boolean more = progress.isWanted() || end() - progress.acknowledged() >= TraceProgress.LARGEST_PIECE;
        Duration wait = hurried ? pace.hurried() : firstPieces > 0 ? pace.first() : interval;
        firstPieces = Math.max(0, firstPieces - 1);
        due = more ? contact : contact + wait.toNanos();
        notifyAll();
    }

    private void backOff() {
        due = contact + pace.backOff(++failures).toNanos();
    }

    private void beDue() {
        due = Math.min(due, System.nanoTime());
        notifyAll();
    }

    private long end() {
        return progress.base() + file.published();
    }

    /** Callers look again themselves. */
    private void await(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("who waits for the log is never interrupted", e);
        }
    }
}
