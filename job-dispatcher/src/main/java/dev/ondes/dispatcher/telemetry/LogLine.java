package dev.ondes.dispatcher.telemetry;

import java.util.Locale;

/**
 * One line of the log: what happened, then keys and values from the fixed vocabulary {@link LogKey}. Every line that concerns
 * a job carries its id. Immutable.
 */
public record LogLine(String text) {

    public static LogLine of(String what) {
        return new LogLine(what);
    }

    public LogLine job(long id) {
        return with(LogKey.JOB, id);
    }

    public LogLine jobClass(String name) {
        return with(LogKey.CLASS, name);
    }

    public LogLine why(String reason) {
        return with(LogKey.WHY, reason);
    }

    /** Adds a key; a value with blanks in it is put in quotes. */
    public LogLine with(LogKey key, Object value) {
        String shown = String.valueOf(value);
        boolean plain = !shown.isEmpty() && shown.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
        String escaped = plain
                ? shown
                : '"'
                        + shown.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                        + '"';
        return new LogLine(text + ' ' + key.name().toLowerCase(Locale.ROOT) + '=' + escaped);
    }

    @Override
    public String toString() {
        return text;
    }
}
