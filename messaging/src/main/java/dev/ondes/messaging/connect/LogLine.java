package dev.ondes.messaging.connect;

import org.jspecify.annotations.Nullable;

/** A log line: one sentence, then {@code key=value} pairs whose keys stand here and nowhere else. */
public final class LogLine {
    /** The vocabulary. */
    public enum Key {
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

        @Override
        public String toString() {
            return switch (this) {
                case BROKER -> "broker";
                case CONNECTION -> "connection";
                case QUEUE -> "queue";
                case EVENT -> "event";
                case ID -> "id";
                case SUBJECT -> "subject";
                case REASON -> "reason";
                case FAILURES -> "failures";
                case WAIT -> "wait";
                case FIX -> "fix";
            };
        }
    }

    private final StringBuilder text;

    private LogLine(String sentence) {
        text = new StringBuilder(sentence);
    }

    public static LogLine of(String sentence) {
        return new LogLine(sentence);
    }

    /** Adds a pair; values with spaces are quoted, null is left out. */
    public LogLine with(Key key, @Nullable Object value) {
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
