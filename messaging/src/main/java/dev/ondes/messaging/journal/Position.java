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
    static final Position BEFORE_ALL = new Position(-1, null, false);

    /** Where to go on; where nothing was read yet, at the given place. */
    Start resume(Start otherwise) {
        return next < 0 ? otherwise : new Start.At(next);
    }

    /** The same, but for where it goes on. */
    Position at(long offset) {
        return new Position(offset, lastEventAt, live);
    }

    /** When that entry is handled; without a time where it is no event, or nobody wanted it. */
    Position after(long offset, @Nullable Instant eventAt) {
        return new Position(offset + 1, eventAt == null ? lastEventAt : eventAt, live);
    }

    Position withLive(boolean hears) {
        return hears == live ? this : new Position(next, lastEventAt, hears);
    }

    boolean isBehind(long offset) {
        return next <= offset;
    }

    /** How many entries are still to come, but for those in the newest block. */
    public long behind(Ends ends) {
        return Math.max(0, ends.newestBlock() + 1 - Math.max(next, ends.oldest()));
    }
}
