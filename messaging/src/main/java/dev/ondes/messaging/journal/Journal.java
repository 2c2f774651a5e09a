package dev.ondes.messaging.journal;

import com.rabbitmq.client.Connection;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.count.Counts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The stream of all events, and its readers. Any number of readers read independently of each other. Thread-safe.
 *
 * @param connection not one that publishes: the broker stops reading from such a one when it is short of memory
 * @param stream its queue
 * @param prefetch how many entries may be under way to one reader, and so in its memory; one that carries a job's payload may have megabytes
 */
public record Journal(
        BrokerConnection connection,
        String stream,
        int prefetch,
        EventCodec codec,
        Backoff backoff,
        RandomGenerator random,
        Counts counts) {
    /** Enough to keep a reader busy, measured; of jobs with payloads of a megabyte five times as many would fill a heap. */
    public static final int PREFETCH = 100;

    public Journal {
        if (prefetch < 1) {
            throw new IllegalArgumentException("prefetch of the journal is " + prefetch + "; it must be above zero");
        }
    }

    /** Begins to read, as soon as broker and stream are there. The reader is the caller's to close. */
    public JournalReader read(Bookmark bookmark, JournalListener listener) {
        connection.start();
        return JournalReader.start(this, bookmark, listener);
    }

    /**
     * Where it begins and ends now; empty where it has no entry.
     *
     * @throws IOException when the broker can't be asked within the time
     */
    public Optional<Ends> ends(Duration atMost) throws IOException, InterruptedException {
        Connection open =
                connection.await(Deadline.in(atMost)).orElseThrow(() -> new IOException("no connection to the broker"));
        return new Look(open, stream).ends();
    }
}
