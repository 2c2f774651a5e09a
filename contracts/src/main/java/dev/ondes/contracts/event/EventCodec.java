package dev.ondes.contracts.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events to and from their wire form: structured CloudEvents 1.0 JSON. What is decoded was held against its schema;
 * unknown fields are ignored, so that producers may add some. Thread-safe.
 */
public final class EventCodec {
    /** AMQP content type of an encoded event. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(com.fasterxml.jackson.annotation.JsonInclude.Value.construct(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL,
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private final Map<EventType, JsonSchema> schemas = new EnumMap<>(EventType.class);

    public EventCodec() {
        var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        for (EventType type : EventType.values()) {
            try (InputStream schema = EventCodec.class.getResourceAsStream(type.schema())) {
                schemas.put(type, factory.getSchema(schema));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public byte[] encode(Event<?> event) {
        ObjectNode envelope = mapper.createObjectNode()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", event.source())
                .put("type", event.type().wire())
                .put("subject", event.subject())
                .put("time", event.time().toString())
                .put("datacontenttype", "application/json");
        if (event.traceparent() != null) {
            envelope.put("traceparent", event.traceparent());
        }
        envelope.set("data", mapper.valueToTree(event.data()));
        try {
            return mapper.writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one event.
     *
     * @return empty for a type that this version doesn't know: a newer service may have said it
     * @throws InvalidEventException when it is no CloudEvent, or breaks its schema
     */
    public Optional<Event<?>> decode(byte[] body) {
        JsonNode envelope = parse(body);
        String wire = text(envelope, "type");
        if (!"1.0".equals(text(envelope, "specversion"))) {
            throw new InvalidEventException(wire + ": specversion is not 1.0");
        }
        return EventType.ofWire(wire).map(type -> event(type, envelope));
    }

    private Event<?> event(EventType type, JsonNode envelope) {
        JsonNode data = envelope.path("data");
        var broken = schema(type).validate(data);
        if (!broken.isEmpty()) {
            throw new InvalidEventException(type.routingKey() + " breaks its schema: "
                    + broken.stream().map(EventCodec::rule).sorted().collect(Collectors.joining("; ")));
        }
        try {
            return new Event<>(
                    text(envelope, "id"),
                    text(envelope, "source"),
                    Instant.parse(text(envelope, "time")),
                    text(envelope, "subject"),
                    optionalText(envelope, "traceparent"),
                    mapper.treeToValue(data, type.dataClass()));
        } catch (DateTimeException e) {
            throw new InvalidEventException(type.routingKey() + ": time is no RFC 3339 timestamp");
        } catch (JsonProcessingException e) {
            throw new InvalidEventException(type.routingKey() + ": data does not fit "
                    + type.dataClass().getSimpleName());
        }
    }

    private JsonSchema schema(EventType type) {
        JsonSchema schema = schemas.get(type);
        if (schema == null) {
            throw new IllegalStateException("no schema for " + type);
        }
        return schema;
    }

    /** Place and rule only: the library's own text would repeat the offending value. */
    private static String rule(ValidationMessage message) {
        String property = message.getProperty();
        return message.getInstanceLocation() + (property == null ? "" : "." + property) + " " + message.getType();
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode envelope = mapper.readTree(body);
            if (envelope != null && envelope.isObject()) {
                return envelope;
            }
        } catch (IOException e) {
            // Said below without the text, which may hold a value.
        }
        throw new InvalidEventException("the message is no JSON object");
    }

    private static String text(JsonNode envelope, String attribute) {
        String value = optionalText(envelope, attribute);
        if (value == null) {
            throw new InvalidEventException("the CloudEvents attribute " + attribute + " is missing");
        }
        return value;
    }

    private static @Nullable String optionalText(JsonNode envelope, String attribute) {
        JsonNode value = envelope.path(attribute);
        return value.isTextual() ? value.textValue() : null;
    }
}
