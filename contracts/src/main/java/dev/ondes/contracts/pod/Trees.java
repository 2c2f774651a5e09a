package dev.ondes.contracts.pod;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON trees by Jackson's streaming alone. To make an {@code ObjectMapper} for them costs each job's agent a fifth of its
 * start.
 */
final class Trees {
    /** A letter outside the basic plane takes its four bytes of UTF-8, not twelve of escapes. */
    private static final JsonFactory FACTORY =
            new JsonFactory().enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] write(JsonNode tree) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What follows the first value is not read; no value at all is a missing node. */
    static JsonNode read(byte[] bytes) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            JsonToken first = json.nextToken();
            return first == null ? MissingNode.getInstance() : value(json, first);
        }
    }

    private static void write(JsonGenerator json, JsonNode tree) throws IOException {
        if (tree.isObject()) {
            json.writeStartObject();
            for (var field : tree.properties()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (tree.isArray()) {
            json.writeStartArray();
            for (JsonNode element : tree) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (tree.isTextual()) {
            json.writeString(tree.textValue());
        } else if (tree.isIntegralNumber()) {
            json.writeNumber(tree.bigIntegerValue());
        } else if (tree.isNumber()) {
            json.writeNumber(tree.decimalValue());
        } else if (tree.isBoolean()) {
            json.writeBoolean(tree.booleanValue());
        } else {
            json.writeNull();
        }
    }

    private static JsonNode value(JsonParser json, JsonToken token) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> nodes.textNode(json.getText());
            case VALUE_NUMBER_INT ->
                switch (json.getNumberType()) {
                    case INT -> nodes.numberNode(json.getIntValue());
                    case LONG -> nodes.numberNode(json.getLongValue());
                    default -> nodes.numberNode(json.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            default -> nodes.nullNode();
        };
    }

    private static ObjectNode object(JsonParser json) throws IOException {
        ObjectNode object = object();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            object.set(name, value(json, json.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser json) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(json, token));
        }
        return array;
    }
}
