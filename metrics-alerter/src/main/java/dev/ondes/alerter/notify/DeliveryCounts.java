package dev.ondes.alerter.notify;

import java.util.Locale;

/** What became of messages to people. Thread-safe. */
@FunctionalInterface
public interface DeliveryCounts {
    /** How a try ended. */
    enum Result {
        SENT,
        /** To be tried again. */
        FAILED,
        /** The receiver said that it will never take it. */
        REFUSED;

        /** In metric tags. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One try. */
    void tried(String receiver, Result result);
}
