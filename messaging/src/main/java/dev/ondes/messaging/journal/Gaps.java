package dev.ondes.messaging.journal;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds out whether the entries that a reader wants are gone. The broker does not say it: it gives the oldest entry to who asks for an
 * older one, and lets who asks for one that is not there yet wait.
 */
final class Gaps {
    private Gaps() {}

    static Optional<Gap> find(Start wanted, Optional<Ends> ends, Look look) throws IOException, InterruptedException {
        return switch (wanted) {
            case Start.Oldest() -> Optional.empty();
            case Start.Now() -> Optional.empty();
            case Start.Since since -> Optional.empty();
            case Start.At(long offset) -> before(offset, ends, look);
        };
    }

    /** The entry before the wanted one was handled: where it never was, this is another journal. */
    private static Optional<Gap> before(long wanted, Optional<Ends> ends, Look look)
            throws IOException, InterruptedException {
        if (wanted == 0) {
            return ends.filter(now -> now.oldest() > 0).map(now -> new Gap(Gap.Why.TRUNCATED, wanted, now.oldest()));
        }
        if (ends.isEmpty()) {
            return Optional.of(new Gap(Gap.Why.REPLACED, wanted, 0));
        }
        Ends now = ends.get();
        if (wanted < now.oldest()) {
            return Optional.of(new Gap(Gap.Why.TRUNCATED, wanted, now.oldest()));
        }
        boolean known = wanted <= now.newestBlock() || wanted == now.oldest() || look.has(wanted - 1);
        return known ? Optional.empty() : Optional.of(new Gap(Gap.Why.REPLACED, wanted, now.oldest()));
    }
}
