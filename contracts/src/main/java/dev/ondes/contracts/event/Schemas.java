package dev.ondes.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The JSON Schemas of all types of events, one set for the whole process. Each is compiled when it is first needed: that
 * takes a good part of a service's start, and none hears all types. Thread-safe.
 */
final class Schemas {
    private static final Map<EventType, JsonSchema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    private static JsonSchema compile(EventType type) {
        var config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.LEGACY)
                .build();
        try (InputStream schema = EventType.class.getResourceAsStream(type.schema())) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses data that breaks its type's schema, naming each field and rule. */
    static void require(EventType type, JsonNode data) {
        if (!data.isObject()) {
            throw new InvalidEventException(type.routingKey() + ": data is missing or no object");
        }
        var broken = COMPILED.computeIfAbsent(type, Schemas::compile).validate(data);
        if (!broken.isEmpty()) {
            throw new InvalidEventException(type.routingKey() + " breaks its schema: "
                    + broken.stream().map(Schemas::rule).sorted().collect(Collectors.joining("; ")));
        }
    }

    /** Field and rule, such as {@code timings.queuedAt: format}; the library's own text would repeat the value. */
    private static String rule(ValidationMessage message) {
        String place = message.getInstanceLocation().toString();
        String property = message.getProperty();
        String field = property == null ? place : place + "." + property;
        return field.replaceFirst("^\\$\\.?", "") + ": " + message.getType();
    }
}
