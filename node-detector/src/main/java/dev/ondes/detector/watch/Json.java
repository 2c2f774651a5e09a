package dev.ondes.detector.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ondes.detector.watch.MetadataException.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON of metadata services as maps, lists and texts; numbers and flags are texts too, and null is absent. By Jackson's
 * streaming alone: databind would take more memory than all the rest.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    public static Map<?, ?> object(String json, String what) throws MetadataException {
        if (read(json, what) instanceof Map<?, ?> object) {
            return object;
        }
        throw new MetadataException(Trouble.MALFORMED, what + ": the answer is no JSON object");
    }

    /** The objects of a list, which may be absent altogether. */
    public static List<Map<?, ?>> objects(@Nullable Object list) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    public static @Nullable Object read(String json, String what) throws MetadataException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first != null) {
                return value(parser, first);
            }
        } catch (IOException e) {
            // The parser's text may repeat the content.
        }
        throw new MetadataException(Trouble.MALFORMED, what + ": the answer is not JSON");
    }

    /** The field's text; empty where it is absent or a structure. */
    public static String text(Map<?, ?> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> object = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Object value = value(json, json.nextToken());
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> array = new ArrayList<>();
        for (JsonToken token = json.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = json.nextToken()) {
            Object value = value(json, token);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }
}
