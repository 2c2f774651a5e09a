package dev.ondes.messaging.journal;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds out whether the entries that a reader wants are gone. The broker does not say it: it gives the oldest entry to who asks for an
 * older one, also in the middle of reading, and lets who asks for one that is not there yet wait.
 */
final class Gaps {
    private Gaps() {}

    /** Before reading: whether this is another journal than the one that the reader knows. */
    static Optional<Gap> replaced(Start wanted, Optional<Ends> ends, Look look)
            throws IOException, InterruptedException {
        return switch (wanted) {
            case Start.Oldest() -> Optional.empty();
            case Start.Now() -> Optional.empty();
            case Start.Since since -> Optional.empty();
            case Start.At(long offset) -> replaced(offset, ends, look);
        };
    }

    /** The entry before the wanted one was handled: where it never was, this is another journal. */
    private static Optional<Gap> replaced(long wanted, Optional<Ends> ends, Look look)
            throws IOException, InterruptedException {
        if (wanted == 0) {
            return Optional.empty();
        }
        if (ends.isEmpty()) {
            return Optional.of(new Gap(Gap.Why.REPLACED, wanted, 0));
        }
        Ends now = ends.get();
        boolean known = wanted <= now.newestBlock() || wanted <= now.oldest() || look.has(wanted - 1);
        return known ? Optional.empty() : Optional.of(new Gap(Gap.Why.REPLACED, wanted, now.oldest()));
    }

    /**
     * While reading: what is missing between the entry that should have come and the one that came. Looked at only now, since the broker
     * truncates at any moment. Offsets alone don't tell: the broker's own notes in a stream, which readers never get, have some, too.
     */
    static Optional<Gap> truncated(long wanted, long came, Look look) throws IOException, InterruptedException {
        if (came <= wanted || look.oldest() <= wanted) {
            return Optional.empty();
        }
        return Optional.of(new Gap(Gap.Why.TRUNCATED, wanted, came));
    }
}
