package dev.ondes.detector.log;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line for each thing that happened, as {@code key=value} or as JSON. No logging framework: there is no room for one on
 * every node. Keys: {@code time, node, event, detail} and those of {@link Key}. Thread-safe.
 */
public final class Log {
    /** The fixed vocabulary beside time, node, event and detail. */
    public enum Key {
        CLOUD,
        MONITOR,
        INSTANCE,
        KIND,
        ACTION,
        DEADLINE,
        WATCHER
    }

    private final PrintStream out;
    private final Clock clock;
    private final String node;
    private final boolean json;

    public Log(PrintStream out, Clock clock, String node, boolean json) {
        this.out = out;
        this.clock = clock;
        this.node = node;
        this.json = json;
    }

    /**
     * Says that something happened.
     *
     * @param event a fixed word
     * @param detail free text without any secret, or empty
     * @param keys {@link Key}s and their values
     */
    public void say(String event, String detail, Map<Key, Object> keys) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("node", node);
        line.put("event", event);
        for (Key key : Key.values()) {
            Object value = keys.get(key);
            if (value != null) {
                line.put(key.name().toLowerCase(java.util.Locale.ROOT), value.toString());
            }
        }
        if (!detail.isEmpty()) {
            line.put("detail", detail);
        }
        out.println(json ? json(line) : text(line));
    }

    public void say(String event, String detail) {
        say(event, detail, Map.of());
    }

    private static String text(Map<String, String> line) {
        var text = new StringBuilder(160);
        line.forEach((key, value) -> {
            text.append(text.isEmpty() ? "" : " ").append(key).append('=');
            if (value.isEmpty() || value.chars().anyMatch(letter -> letter <= ' ' || letter == '"' || letter == '=')) {
                text.append('"')
                        .append(value.replace('"', '\'').replaceAll("\\s", " "))
                        .append('"');
            } else {
                text.append(value);
            }
        });
        return text.toString();
    }

    private static String json(Map<String, String> line) {
        var text = new StringBuilder(200);
        line.forEach((key, value) -> {
            text.append(text.isEmpty() ? "{" : ",").append('"').append(key).append("\":\"");
            value.chars().forEach(letter -> {
                if (letter < ' ') {
                    text.append(' ');
                } else {
                    if (letter == '"' || letter == '\\') {
                        text.append('\\');
                    }
                    text.append((char) letter);
                }
            });
            text.append('"');
        });
        return text.append('}').toString();
    }
}
