package dev.ondes.alerter.reconcile;

import java.time.Instant;
import java.util.Locale;

/** Hears what came of asking GitLab. Thread-safe. */
public interface ReconcileCounts {
    void found(Found what);

    void asked(Result result);

    /** All projects were asked for once. */
    void finished(Instant at);

    /** What GitLab told that webhooks did not. */
    enum Found {
        /** Waits, and nobody told us. */
        MISSED,
        /** Still waits, which was heard long ago. */
        CONFIRMED,
        /** Doesn't wait any more. */
        MOVED_ON,
        /** GitLab doesn't know it, or doesn't let us see it: it stays what it was until nothing was heard of it for too long. */
        GONE;

        /** In metrics. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How asking for one project ended. */
    enum Result {
        OK,
        REFUSED,
        UNAVAILABLE,
        /** It has more pending jobs than are asked for: of them, only what webhooks said is known. */
        TOO_MANY;

        /** In metrics. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
