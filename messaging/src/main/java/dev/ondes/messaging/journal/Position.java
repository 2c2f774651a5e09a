package dev.ondes.messaging.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader is. A snapshot.
 *
 * @param next offset of the entry that comes next; negative before the first one
 * @param lastEventAt the time of the last event as its sender said it; null before the first
 * @param live whether it hears what is said as it is said: it is connected, and has caught up
 */
public record Position(long next, @Nullable Instant lastEventAt, boolean live) {

    /** How many entries are still to come, but for those in the newest block. */
    public long behind(Ends ends) {
        return Math.max(0, ends.newestBlock() + 1 - Math.max(next, ends.oldest()));
    }
}
