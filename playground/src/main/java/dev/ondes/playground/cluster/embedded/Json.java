package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Objects of the API as JSON trees. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode tree(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    /** Nothing in it where nothing is said. */
    static ObjectNode object(@Nullable String json) throws JsonProcessingException {
        return json == null || json.isBlank() ? object() : (ObjectNode) tree(json);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static void set(ObjectNode object, String field, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }

    /** Whether it says a uid, and not the one of the object in place. */
    static boolean isAnother(ObjectNode wanted, ObjectNode current) {
        String uid = wanted.path("metadata").path("uid").asText();
        return !uid.isEmpty()
                && !uid.equals(current.path("metadata").path("uid").asText());
    }
}
