package dev.ondes.messaging.journal;

import java.time.Instant;
import java.util.Date;

/** Where reading begins. */
public sealed interface Start {
    /** At the oldest entry that is kept. */
    record Oldest() implements Start {}

    /** With what is said from now on. Until the first of it has come, a lost connection loses what is said meanwhile. */
    record Now() implements Start {}

    /** At an offset: that of the last entry handled, and one more. */
    record At(long offset) implements Start {
        public At {
            if (offset < 0) {
                throw new IllegalArgumentException("the journal has no offset " + offset);
            }
        }
    }

    /**
     * At a time, by the broker's clock. The broker finds the block of entries in which it lies and gives the whole of it:
     * the first entries may be older.
     */
    record Since(Instant time) implements Start {}

    /** As the broker takes it: the value of the consumer's argument {@code x-stream-offset}. */
    default Object argument() {
        return switch (this) {
            case Oldest() -> "first";
            case Now() -> "next";
            case At(long offset) -> offset;
            case Since(Instant time) -> Date.from(time);
        };
    }
}
