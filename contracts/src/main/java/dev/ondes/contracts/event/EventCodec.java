package dev.ondes.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events to and from their wire form: structured CloudEvents 1.0 JSON. What is decoded was held against its schema;
 * unknown fields are ignored, so that producers may add some. Thread-safe; costly to make, so one per process.
 */
public final class EventCodec {
    /** AMQP content type of an encoded event. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

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
        var envelope = new Envelope("the message", tree(body));
        return EventType.ofWire(envelope.text("type"))
                .map(type -> event(type, new Envelope(type.routingKey(), envelope.tree())));
    }

    private Event<?> event(EventType type, Envelope envelope) {
        envelope.requireVersion();
        Schemas.require(type, envelope.tree().path("data"));
        return new Event<>(
                envelope.text("id"),
                envelope.text("source"),
                envelope.time(),
                envelope.text("subject"),
                envelope.traceparent(),
                data(type, envelope.tree().path("data")));
    }

    private EventData data(EventType type, JsonNode data) {
        try {
            return mapper.treeToValue(data, type.dataClass());
        } catch (JsonProcessingException e) {
            throw new InvalidEventException(type.routingKey() + ": " + place(e) + ": does not fit "
                    + type.dataClass().getSimpleName());
        }
    }

    /** Names of fields only. */
    private static String place(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "data";
    }

    private JsonNode tree(byte[] body) {
        try {
            JsonNode envelope = mapper.readTree(body);
            if (envelope.isObject()) {
                return envelope;
            }
        } catch (IOException e) {
            // Said below without the text, which may hold a value.
        }
        throw new InvalidEventException("the message is no JSON object");
    }
}
