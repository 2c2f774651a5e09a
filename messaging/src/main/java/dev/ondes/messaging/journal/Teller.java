package dev.ondes.messaging.journal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells a listener what the journal says. What it throws is logged and counted, and keeps nobody from the next entry. For one thread. */
final class Teller {
    private static final Logger LOG = Logger.getLogger(Teller.class);

    private final Journal journal;
    private final JournalListener listener;
    private final Entries entries;

    Teller(Journal journal, JournalListener listener) {
        this.journal = journal;
        this.listener = listener;
        this.entries = new Entries(journal.codec());
    }

    /** When the event was, as its sender said it; null where it is no event, or nobody wants it. */
    @Nullable
    Instant tell(long offset, Delivery message) {
        if (!isWanted(message.getProperties())) {
            return null;
        }
        Entry entry = entries.read(offset, message.getProperties(), message.getBody());
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

    void missing(Gap gap) {
        tell(() -> listener.missing(gap));
    }

    void caughtUp() {
        tell(listener::caughtUp);
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error(LogLine.of("the reader of the journal failed").why(e.toString()), e);
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
}
