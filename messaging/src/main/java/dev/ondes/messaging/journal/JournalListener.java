package dev.ondes.messaging.journal;

import java.time.Instant;

/**
 * Hears what the journal says: one call at a time, in the journal's order. While it handles an entry the broker sends no more
 * than the prefetch, so slow handling costs no memory.
 */
@FunctionalInterface
public interface JournalListener {
    /**
     * Handles one entry. The same may come again after a restart, never within the life of a reader. What it throws is
     * logged and counted, and the next entry follows: one that can't be handled now can't be handled later either.
     */
    void on(Entry entry);

    /**
     * Whether an entry is worth reading; asked before it is, by what its sender wrote on its outside. Of an entry without that nobody asks.
     * Where this throws, the entry is read.
     *
     * @param type as on the wire
     * @param saidAt in whole seconds
     */
    default boolean wants(String type, Instant saidAt) {
        return true;
    }

    /**
     * What was said before the reader connected, and until about a second ago, has been handled, but for the broker's newest block of
     * entries, which follows at once. Said again after each reconnection.
     */
    default void caughtUp() {}

    /** Entries are missing; reading goes on with the first one that is there. */
    default void missing(Gap gap) {}
}
