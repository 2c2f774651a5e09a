package dev.ondes.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of a message that is being read.
 *
 * @param what how to call the message when it is refused
 */
record Envelope(String what, JsonNode tree) {
    /** As W3C Trace Context has it; a later version of it may add fields behind a dash, which are not ours to hand on. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?<known>[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})(-.*)?");

    String text(String attribute) {
        JsonNode value = tree.path(attribute);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new InvalidEventException(
                    what + ": the CloudEvents attribute " + attribute + " is missing, empty or no text");
        }
        return value.textValue();
    }

    void requireVersion() {
        if (!text("specversion").equals("1.0")) {
            throw new InvalidEventException(what + ": the CloudEvents attribute specversion is not 1.0");
        }
    }

    Instant time() {
        try {
            return Instant.parse(text("time"));
        } catch (DateTimeException e) {
            throw new InvalidEventException(what + ": the CloudEvents attribute time is no RFC 3339 timestamp");
        }
    }

    /**
     * Of 55 characters, whatever its sender wrote: it becomes a header of other messages, and a header has its limits. Null also
     * when it is malformed: a broken trace must not cost the event.
     */
    @Nullable
    String traceparent() {
        Matcher found = TRACEPARENT.matcher(tree.path("traceparent").asText(""));
        return found.matches() ? found.group("known") : null;
    }
}
