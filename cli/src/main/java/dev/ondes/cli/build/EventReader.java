package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG's HTML standard, 9.2). Not for more than one thread. */
final class EventReader {
    private final BufferedReader lines;
    private final Runnable alive;
    private String lastId = "";

    /** @param alive called for whatever comes, comments too: the sender is there */
    EventReader(InputStream body, Runnable alive) {
        this.alive = alive;
        lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    }

    /**
     * One event.
     *
     * @param id of this event, or the last before it that had one
     */
    record Event(String id, String name, String data) {}

    /** The next event; null when the connection has ended. An event that was cut off is none. */
    @Nullable
    Event next() throws IOException {
        String name = "message";
        @Nullable StringBuilder data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            alive.run();
            if (line.isEmpty()) {
                if (data != null || !name.equals("message")) {
                    return new Event(lastId, name, data == null ? "" : data.toString());
                }
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> lastId = value;
                case "event" -> name = value;
                case "data" ->
                    data = data == null
                            ? new StringBuilder(value)
                            : data.append('\n').append(value);
                default -> {
                    // A comment, as servers send to keep a connection, or what we don't know.
                }
            }
        }
        return null;
    }
}
