package dev.ondes.messaging.log;

import org.jspecify.annotations.Nullable;

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

    public LogLine job(long id, int attempt) {
        return job(id).with(LogKey.ATTEMPT, attempt);
    }

    public LogLine jobClass(String name) {
        return with(LogKey.CLASS, name);
    }

    public LogLine why(@Nullable String cause) {
        return with(LogKey.WHY, cause);
    }

    /** Adds a key; a value that could be mistaken for several is put in quotes, null is left out. */
    public LogLine with(LogKey key, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String shown = value.toString();
        return new LogLine(text + ' ' + key + '=' + (isPlain(shown) ? shown : quoted(shown)));
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
    }

    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    @Override
    public String toString() {
        return text;
    }
}
