package dev.ondes.messaging.journal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
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
 * Nothing in between is left out or told twice. The listener is called in one thread at a time; all else is thread-safe.
 */
public final class JournalReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalReader.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration BREATH = Duration.ofMillis(50);
    /** A subscription that lasted less counts as a failure: the pause before the next one grows. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final Journal journal;
    private final Bookmark bookmark;
    private final JournalListener listener;
    private final Entries entries;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Progress progress = new Progress();
    /** Held while the listener is called. */
    private final Object speaking = new Object();

    private volatile @Nullable String trouble = "not subscribed yet";
    private volatile @Nullable Subscription current;

    private JournalReader(Journal journal, Bookmark bookmark, JournalListener listener) {
        this.journal = journal;
        this.bookmark = bookmark;
        this.listener = listener;
        this.entries = new Entries(journal.codec());
    }

    static JournalReader start(Journal journal, Bookmark bookmark, JournalListener listener) {
        var reader = new JournalReader(journal, bookmark, listener);
        journal.counts().register(Count.Tag.QUEUE, journal.stream());
        Thread.ofVirtual().name("ondes-journal").start(reader::keepReading);
        return reader;
    }

    /** How far it is. */
    public Position position() {
        return progress.position();
    }

    /** Why it does not read; empty when all is well. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble)
                .map(own -> journal.connection().trouble().orElse(own));
    }

    /** Ends it; when this returns the listener has been called for the last time. Not to be called by the listener. */
    @Override
    public void close() {
        closed.countDown();
        progress.stop();
        Subscription last = current;
        if (last != null) {
            last.close();
        }
        synchronized (speaking) {
            // Whoever was being told has been told.
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
                    reason = read(connection.get(), progress.resume(start));
                    failures = steady.isOver() ? 0 : failures + 1;
                } catch (IOException | RuntimeException e) {
                    reason = Causes.sentence(e);
                    failures++;
                }
                progress.stop();
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
        Start start = Gaps.replaced(wanted, ends, look)
                .<Start>map(gap -> {
                    tell(() -> listener.missing(gap));
                    return new Start.At(gap.found());
                })
                .orElse(wanted);
        progress.begin(start);
        Subscription.Taker taker = (offset, properties, body) -> take(look, offset, properties, body);
        try (var now = Subscription.begin(connection, journal.stream(), start, journal.prefetch(), taker)) {
            current = now;
            var _ = now.ended().thenRun(progress::stop);
            trouble = null;
            LOG.info(LogLine.of("reading").with(LogKey.QUEUE, journal.stream()));
            if (isClosed()) {
                return "closed";
            }
            catchUp(look, anythingFrom(start, ends, look) ? ends : Optional.empty());
            return now.ended().join();
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

    /** Waits until all that was there has been handled, and what came meanwhile. */
    private void catchUp(Look look, Optional<Ends> ends) throws IOException, InterruptedException {
        Optional<Ends> target = ends;
        while (target.isPresent()) {
            long newest = target.get().newestBlock();
            if (!progress.awaitHandled(newest)) {
                return;
            }
            target = look.ends().filter(again -> !progress.hasHandled(again.newestBlock()));
        }
        progress.live();
        tell(listener::caughtUp);
    }

    private void take(Look look, long offset, BasicProperties properties, byte[] body)
            throws IOException, InterruptedException {
        synchronized (speaking) {
            long wanted = progress.next().orElse(offset);
            if (isClosed() || offset < wanted) {
                return;
            }
            Gaps.truncated(wanted, offset, look).ifPresent(gap -> tell(() -> listener.missing(gap)));
            Instant eventAt = isWanted(properties) ? handle(entries.read(offset, properties, body)) : null;
            bookmark.handled(offset);
            progress.handled(offset, eventAt);
        }
    }

    /** A listener that can't tell gets the entry: else the reader would come back to it for ever. */
    private boolean isWanted(BasicProperties properties) {
        if (properties.getType() == null || properties.getTimestamp() == null) {
            return true;
        }
        try {
            return listener.wants(
                    properties.getType(), properties.getTimestamp().toInstant());
        } catch (RuntimeException e) {
            LOG.error(
                    LogLine.of("nobody can tell whether an entry of the journal is wanted; it is read")
                            .with(LogKey.QUEUE, journal.stream())
                            .with(LogKey.EVENT, properties.getType())
                            .why(e.toString()),
                    e);
            return true;
        }
    }

    private @Nullable Instant handle(Entry entry) {
        count(entry);
        try {
            listener.on(entry);
        } catch (RuntimeException e) {
            journal.counts().add(Count.HANDLER_FAILED, journal.stream());
            LOG.error(
                    LogLine.of("an entry of the journal could not be handled; on with the next one")
                            .with(LogKey.QUEUE, journal.stream())
                            .with(LogKey.OFFSET, entry.offset())
                            .why(e.toString()),
                    e);
        }
        return timeOf(entry);
    }

    private void count(Entry entry) {
        journal.counts().add(Count.CONSUMED, journal.stream());
        switch (entry) {
            case Entry.Said said -> {}
            case Entry.Unreadable unreadable ->
                journal.counts()
                        .add(
                                switch (unreadable.why()) {
                                    case UNKNOWN_TYPE, UNKNOWN_VERSION -> Count.UNKNOWN_TYPE;
                                    case INVALID -> Count.INVALID;
                                },
                                journal.stream());
        }
    }

    private static @Nullable Instant timeOf(Entry entry) {
        return switch (entry) {
            case Entry.Said said -> said.event().time();
            case Entry.Unreadable unreadable -> null;
        };
    }

    private void tell(Runnable news) {
        synchronized (speaking) {
            if (isClosed()) {
                return;
            }
            try {
                news.run();
            } catch (RuntimeException e) {
                LOG.error(LogLine.of("the reader of the journal failed").why(e.toString()), e);
            }
        }
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
