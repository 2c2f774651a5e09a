package dev.ondes.detector.handover;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.retry.Backoff;
import java.time.Duration;
import java.time.Instant;

/**
 * A notice on its way.
 *
 * @param confirmed told; only whether it is handled is still to be asked
 * @param nextAt when to try next
 */
record Letter(DetectedNotice notice, boolean confirmed, int failures, Instant nextAt) {
    /** Without a deadline, and of withdrawals: so long somebody may care. */
    private static final Duration WORTH = Duration.ofHours(1);
    /** Some events come with a time that is over already: a single attempt would be all there is. */
    private static final Duration AT_LEAST = Duration.ofSeconds(30);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    static Letter of(DetectedNotice notice) {
        return new Letter(notice, false, 0, notice.noticedAt());
    }

    /** Afterwards it is of no use any more. */
    Instant end() {
        Instant said = notice.deadline();
        if (notice.withdrawn() || confirmed || said == null) {
            return notice.noticedAt().plus(WORTH);
        }
        Instant least = notice.noticedAt().plus(AT_LEAST);
        return said.isBefore(least) ? least : said;
    }

    Letter failed(Instant now) {
        return new Letter(notice, confirmed, failures + 1, now.plus(BACKOFF.after(failures + 1)));
    }

    Letter followUp(Instant now) {
        return new Letter(notice, true, 0, now.plus(ASK_AGAIN));
    }
}
