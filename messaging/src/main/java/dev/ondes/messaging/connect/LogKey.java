package dev.ondes.messaging.connect;

import java.util.Locale;

/** The keys of log lines; these and no others. */
public enum LogKey {
    BROKER,
    CONNECTION,
    QUEUE,
    EVENT,
    ID,
    SUBJECT,
    REASON,
    FAILURES,
    WAIT,
    FIX;

    private final String key = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return key;
    }
}
