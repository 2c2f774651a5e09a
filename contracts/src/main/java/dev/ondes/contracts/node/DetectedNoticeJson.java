package dev.ondes.contracts.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link DetectedNotice} to and from JSON, by Jackson's streaming alone: the detector runs on every node and has no room for
 * more. One flat object; unknown fields are ignored. Thread-safe.
 */
public final class DetectedNoticeJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String WITHDRAWN = "withdrawn";

    private DetectedNoticeJson() {}

    public static byte[] write(DetectedNotice notice) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("provider", notice.provider().wire());
            json.writeStringField("instanceId", notice.instanceId());
            json.writeStringField("node", notice.node());
            put(json, "instanceType", notice.instanceType());
            put(json, "zone", notice.zone());
            json.writeStringField("kind", notice.kind().wire());
            json.writeStringField("action", notice.action().wire());
            json.writeStringField("noticedAt", notice.noticedAt().toString());
            put(json, "deadline", notice.deadline());
            json.writeStringField("source", notice.source());
            json.writeStringField("rawId", notice.rawId());
            json.writeBooleanField(WITHDRAWN, notice.withdrawn());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a notice. A kind or an action that only newer detectors know reads as {@code UNKNOWN}.
     *
     * @throws DetectedNoticeException naming the field
     */
    public static DetectedNotice read(byte[] json) {
        Map<String, String> fields = fields(json);
        return new DetectedNotice(
                provider(text(fields, "provider")),
                text(fields, "instanceId"),
                text(fields, "node"),
                fields.get("instanceType"),
                fields.get("zone"),
                NoticeKind.ofWire(text(fields, "kind")),
                action(text(fields, "action")),
                instant("noticedAt", text(fields, "noticedAt")),
                fields.containsKey("deadline") ? instant("deadline", text(fields, "deadline")) : null,
                text(fields, "source"),
                text(fields, "rawId"),
                flag(fields, WITHDRAWN));
    }

    private static void put(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    /** The fields that are neither null nor a structure. */
    private static Map<String, String> fields(byte[] bytes) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new DetectedNoticeException("the notice is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING
                        || value == JsonToken.VALUE_TRUE
                        || value == JsonToken.VALUE_FALSE) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new DetectedNoticeException("the notice is no JSON object");
        }
        return fields;
    }

    private static String text(Map<String, String> fields, String field) {
        String text = fields.get(field);
        if (text == null || text.isEmpty()) {
            throw new DetectedNoticeException("the notice's '" + field + "' must be text, and not empty");
        }
        return text;
    }

    private static boolean flag(Map<String, String> fields, String field) {
        return switch (Objects.requireNonNullElse(fields.get(field), "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new DetectedNoticeException("the notice's '" + field + "' must be true or false");
        };
    }

    private static Instant instant(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new DetectedNoticeException("the notice's '" + field + "' must be an RFC 3339 timestamp");
        }
    }

    private static Provider provider(String wire) {
        try {
            return Provider.valueOf(wire.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new DetectedNoticeException("the notice's 'provider' must be aws, gcp, azure or kubernetes");
        }
    }

    private static InstanceAction action(String wire) {
        try {
            return InstanceAction.valueOf(wire.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return InstanceAction.UNKNOWN;
        }
    }
}
