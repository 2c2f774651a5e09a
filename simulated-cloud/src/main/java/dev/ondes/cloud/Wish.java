package dev.ondes.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** The body of an admin request. */
record Wish(JsonNode json) {

    String text(String field, String usual) {
        return json.path(field).asText(usual);
    }

    String text(String field) {
        String text = text(field, "");
        if (text.isEmpty()) {
            throw new AdminException(400, "'" + field + "' is missing");
        }
        return text;
    }

    int number(String field, int usual) {
        return json.path(field).asInt(usual);
    }

    /** {@code 120s}, {@code 2m} or ISO. */
    Duration time(String field, Duration usual) {
        String text = text(field, "").strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            return Duration.parse(text.startsWith("p") ? text : "pt" + text);
        } catch (DateTimeException e) {
            throw new AdminException(400, "'" + field + "' must be a time such as 120s or 2m");
        }
    }
}
