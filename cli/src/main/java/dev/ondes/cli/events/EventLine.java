package dev.ondes.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.cli.broker.Shown;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** One event as a line for a person, or for a program. Sealed parts are only measured. */
final class EventLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String SEALED = "sealedPayload";

    private final EventCodec codec;
    private final ObjectMapper mapper = new ObjectMapper();

    EventLine(EventCodec codec) {
        this.codec = codec;
    }

    /** Time, type, subject, and the data's fields. */
    String text(Event<?> event) {
        return "%s  %-26s  %-12s  %s"
                .formatted(
                        TIME.format(event.time()),
                        event.type().routingKey(),
                        Shown.plain(event.subject()),
                        fields(tree(event).path("data")))
                .stripTrailing();
    }

    /** The CloudEvent as it was said, on one line. */
    String json(Event<?> event) {
        return tree(event).toString();
    }

    /** Whether it is about the job, as far as it tells. */
    boolean isAbout(Event<?> event, long job) {
        return event.subject().equals(Long.toString(job))
                || tree(event).path("data").findValues("jobId").stream().anyMatch(id -> id.asLong() == job);
    }

    private static String fields(JsonNode data) {
        return data.properties().stream()
                .map(field -> field.getKey() + '=' + value(field.getKey(), field.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String value(String name, JsonNode value) {
        if (name.equals(SEALED)) {
            return "(" + value.asText().length() + " characters, sealed)";
        }
        String text = Shown.plain(value.isTextual() ? value.asText() : value.toString());
        return value.isTextual() && (text.isEmpty() || text.indexOf(' ') >= 0) ? '"' + text + '"' : text;
    }

    private JsonNode tree(Event<?> event) {
        try {
            return mapper.readTree(codec.encode(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
