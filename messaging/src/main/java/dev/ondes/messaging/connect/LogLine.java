package dev.ondes.messaging.connect;

import org.jspecify.annotations.Nullable;

/** A log line: one sentence, then {@code key=value} pairs with keys of {@link LogKey}. */
public final class LogLine {
    private final StringBuilder text;

    private LogLine(String sentence) {
        text = new StringBuilder(sentence);
    }

    public static LogLine of(String sentence) {
        return new LogLine(sentence);
    }

    /** Adds a pair; values with spaces are quoted, null is left out. */
    public LogLine with(LogKey key, @Nullable Object value) {
        if (value != null) {
            String shown = value.toString();
            text.append(' ').append(key).append('=');
            text.append(shown.indexOf(' ') < 0 ? shown : '"' + shown.replace('"', '\'') + '"');
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
