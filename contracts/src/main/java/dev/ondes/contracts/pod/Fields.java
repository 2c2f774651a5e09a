package dev.ondes.contracts.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed access to an object's fields; what is missing or of another type is refused by name. */
record Fields(String what, JsonNode tree) {

    boolean has(String field) {
        return tree.hasNonNull(field);
    }

    String text(String field) {
        JsonNode value = tree.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "text");
        }
        return value.textValue();
    }

    boolean flag(String field) {
        JsonNode value = tree.path(field);
        if (!value.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return value.booleanValue();
    }

    int integer(String field) {
        JsonNode value = tree.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(field, "a whole number of 32 bits");
        }
        return value.intValue();
    }

    long number(String field) {
        JsonNode value = tree.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "a whole number of 64 bits");
        }
        return value.longValue();
    }

    Instant instant(String field) {
        try {
            return Instant.parse(text(field));
        } catch (DateTimeException e) {
            throw wrong(field, "an RFC 3339 timestamp");
        }
    }

    URI uri(String field) {
        try {
            return new URI(text(field));
        } catch (URISyntaxException e) {
            throw wrong(field, "a URI");
        }
    }

    JsonNode object(String field) {
        JsonNode value = tree.path(field);
        if (!value.isObject()) {
            throw wrong(field, "an object");
        }
        return value;
    }

    /** A list of texts; empty where there is none. */
    List<String> list(String field) {
        List<String> list = new ArrayList<>();
        tree.path(field).forEach(text -> list.add(text.asText()));
        return list;
    }

    Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        var object = new Fields(what + ", " + field, object(field));
        object.tree.fieldNames().forEachRemaining(key -> texts.put(key, object.text(key)));
        return texts;
    }

    private AgentJsonException wrong(String field, String expected) {
        return new AgentJsonException(
                what + ": '" + field + "' must be " + expected + (has(field) ? "" : ", and is missing"));
    }
}
