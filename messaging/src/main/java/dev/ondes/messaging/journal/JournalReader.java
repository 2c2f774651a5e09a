package dev.ondes.messaging.journal;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal until it is closed: subscribes, and again at the next entry whenever the subscription ended, whatever ended it.
 * Nothing in between is left out or told twice. One thread subscribes, takes what comes, calls the listener and finds out whether it has
 * caught up; all else is thread-safe.
 */
public final class JournalReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalReader.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration BREATH = Duration.ofMillis(50);
    /** A subscription that lasted less counts as a failure: the pause before the next one grows. */
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** Who has handled all that was there so long ago has caught up. */
    private static final Duration YOUNG = Duration.ofSeconds(1);

    private final Journal journal;
    private final Bookmark bookmark;
    private final Teller teller;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("ondes-journal").unstarted(this::keepReading);

    /** These three are the reading thread's to write. */
    private volatile Position position = Position.BEFORE_ALL;

    private volatile @Nullable String trouble = "not subscribed yet";
    private volatile @Nullable Subscription current;

    private JournalReader(Journal journal, Bookmark bookmark, JournalListener listener) {
        this.journal = journal;
        this.bookmark = bookmark;
        this.teller = new Teller(journal, listener);
    }

    static JournalReader start(Journal journal, Bookmark bookmark, JournalListener listener) {
        var reader = new JournalReader(journal, bookmark, listener);
        journal.counts().register(Count.Tag.QUEUE, journal.stream());
        reader.thread.start();
        return reader;
    }

    /** How far it is. */
    public Position position() {
        Position last = position;
        return ended().isEmpty() ? last : last.withLive(false);
    }

    /** Why it does not read; empty when all is well. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble)
                .or(this::ended)
                .map(own -> journal.connection().trouble().orElse(own));
    }

    /** Why the last subscription is over, which its thread may not know yet: it may be with the listener. */
    private Optional<String> ended() {
        Subscription last = current;
        return last == null ? Optional.empty() : last.ended();
    }

    /** Ends it; when this returns the listener has been called for the last time. Not to be called by the listener. */
    @Override
    public void close() {
        closed.countDown();
        Subscription last = current;
        if (last != null) {
            last.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepReading() {
        int failures = 0;
        Start start = bookmark.start();
        try {
            while (!isClosed()) {
                Optional<Connection> connection = journal.connection().await(Deadline.in(LOOK));
                if (connection.isEmpty()) {
                    // Of a connection that was closed for good that is said at once, and again.
                    closed.await(BREATH.toMillis(), TimeUnit.MILLISECONDS);
                    continue;
                }
                Deadline steady = Deadline.in(STEADY);
                String reason;
                try {
                    reason = read(connection.get(), position.resume(start));
                    failures = steady.isOver() ? 0 : failures + 1;
                } catch (IOException | RuntimeException | Error e) {
                    // An error of the listener's, too: who reads no more must say so.
                    reason = Causes.sentence(e);
                    failures++;
                }
                position = position.withLive(false);
                if (!isClosed()) {
                    say(reason);
                    closed.await(
                            journal.backoff()
                                    .after(failures + 1, journal.random())
                                    .toNanos(),
                            TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Says why it ended; not before it has ended */
    private String read(Connection connection, Start wanted) throws IOException, InterruptedException {
        var look = new Look(connection, journal.stream());
        Optional<Ends> ends = look.ends();
        Optional<Goal> there = ends.map(Goal::now);
        Start start = Gaps.replaced(wanted, ends, look)
                .<Start>map(gap -> {
                    teller.missing(gap);
                    return new Start.At(gap.found());
                })
                .orElse(wanted);
        if (start instanceof Start.At(long offset)) {
            position = position.at(offset);
        }
        try (var now = Subscription.begin(connection, journal.stream(), start, journal.prefetch())) {
            current = now;
            trouble = null;
            LOG.info(LogLine.of("reading").with(LogKey.QUEUE, journal.stream()));
            if (isClosed()) {
                return "closed";
            }
            Optional<Goal> goal = pursue(anythingFrom(start, ends, look) ? there : Optional.empty(), look);
            for (var next = now.next(); next.isPresent(); next = now.next()) {
                take(next.get(), look);
                now.handled(next.get());
                if (!position.live()) {
                    goal = pursue(goal, look);
                }
            }
            return now.ended().orElseThrow();
        }
    }

    private static boolean anythingFrom(Start start, Optional<Ends> ends, Look look)
            throws IOException, InterruptedException {
        return switch (start) {
            case Start.Oldest() -> ends.isPresent();
            case Start.At at -> ends.isPresent();
            case Start.Now() -> false;
            case Start.Since since -> ends.isPresent() && look.firstFrom(since).isPresent();
        };
    }

    /**
     * What is still to be handled before it has caught up; empty when nothing is, which the listener is told. A goal that is reached late
     * is followed by another one, for what came meanwhile. One that is reached soon is the last: where events are said all the time there
     * is always something new.
     */
    private Optional<Goal> pursue(Optional<Goal> goal, Look look) throws IOException, InterruptedException {
        Optional<Goal> next = goal;
        while (next.isPresent()
                && !position.isBehind(next.get().offset())
                && next.get().isOld()) {
            next = look.ends().map(Goal::now);
        }
        if (next.filter(ahead -> position.isBehind(ahead.offset())).isPresent()) {
            return next;
        }
        position = position.withLive(true);
        teller.caughtUp();
        return Optional.empty();
    }

    /** What the newest entry was a moment ago, to within its block. */
    private record Goal(long offset, Deadline young) {
        static Goal now(Ends ends) {
            return new Goal(ends.newestBlock(), Deadline.in(YOUNG));
        }

        boolean isOld() {
            return young.isOver();
        }
    }

    private void take(Delivery message, Look look) throws IOException, InterruptedException {
        long offset = Subscription.offset(message.getProperties());
        long wanted = position.next() < 0 ? offset : position.next();
        if (offset < wanted) {
            // The broker gives whole blocks.
            return;
        }
        Gaps.truncated(wanted, offset, look).ifPresent(teller::missing);
        Instant eventAt = teller.tell(offset, message);
        bookmark.handled(offset);
        position = position.after(offset, eventAt);
    }

    private void say(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.warn(LogLine.of("not reading; subscribing again")
                    .with(LogKey.QUEUE, journal.stream())
                    .why(reason));
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
