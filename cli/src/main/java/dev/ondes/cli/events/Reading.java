package dev.ondes.cli.events;

import dev.ondes.messaging.journal.Entry;
import dev.ondes.messaging.journal.Gap;
import dev.ondes.messaging.journal.JournalListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the journal's thread hears to the command's own, which prints it. Bounded: a slow terminal holds up the broker, not
 * memory.
 */
final class Reading implements JournalListener, AutoCloseable {
    private static final int MOST = 1_000;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(MOST);
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private volatile @Nullable Gap gap;

    @Override
    public void on(Entry entry) {
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = entries.offer(entry, LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
    }

    @Override
    public void missing(Gap missing) {
        gap = missing;
    }

    /** The next one; empty when none came within the time. */
    Optional<Entry> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(entries.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether all that was there at the beginning has been handed over. */
    boolean hasCaughtUp() {
        return caughtUp && entries.isEmpty();
    }

    /** What is missing, told once. */
    Optional<Gap> takeGap() {
        Gap told = gap;
        gap = null;
        return Optional.ofNullable(told);
    }

    /** Nobody takes any more: whoever waits for room is let go. */
    @Override
    public void close() {
        closed = true;
    }
}
