package dev.ondes.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds records and schemas together, both ways. */
class SchemasTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @EnumSource
    void eachComponentHasAPropertyOfItsTypeAndEachPropertyAComponent(EventType type) throws IOException {
        JsonNode schema = schema(type);
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("title").asText()).isEqualTo(type.dataClass().getSimpleName());
        agree(type.dataClass(), schema);
    }

    private static void agree(Class<?> record, JsonNode schema) {
        RecordComponent[] components = record.getRecordComponents();
        assertThat(schema.path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(components).map(RecordComponent::getName).toList());
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .as("required are those that are not @Nullable")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(components)
                        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(schema.path("additionalProperties").asBoolean(true)).isTrue();
        for (RecordComponent component : components) {
            JsonNode property = schema.path("properties").path(component.getName());
            assertThat(property.path("description").asText())
                    .as("description of %s", component)
                    .isNotEmpty();
            agree(component.getGenericType(), property);
        }
    }

    private static void agree(Type type, JsonNode property) {
        switch (type) {
            case ParameterizedType map
            when map.getRawType() == Map.class -> {
                assertThat(property.path("type").asText()).isEqualTo("object");
                agree(map.getActualTypeArguments()[1], property.path("additionalProperties"));
            }
            case ParameterizedType list -> {
                assertThat(list.getRawType()).isEqualTo(List.class);
                assertThat(property.path("type").asText()).isEqualTo("array");
                agree(list.getActualTypeArguments()[0], property.path("items"));
            }
            case Class<?> single -> agreeSingle(single, property);
            default -> throw new AssertionError("no rule for " + type);
        }
    }

    private static void agreeSingle(Class<?> type, JsonNode property) {
        if (type.isRecord()) {
            assertThat(property.path("type").asText()).isEqualTo("object");
            agree(type, property);
        } else if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
            assertThat(property.path("type").asText()).isEqualTo("integer");
        } else if (type == boolean.class || type == Boolean.class) {
            assertThat(property.path("type").asText()).isEqualTo("boolean");
        } else if (type == BigDecimal.class) {
            assertThat(property.path("type").asText()).isEqualTo("number");
        } else {
            assertThat(property.path("type").asText()).as("type for %s", type).isEqualTo("string");
            if (type.isEnum()) {
                // Reasons and kinds grow in number: theirs are examples, so that older readers take new ones.
                boolean grows = type == EndReason.class || type == NoticeKind.class || type == BuildReason.class;
                JsonNode words = property.path(grows ? "examples" : "enum");
                assertThat(words)
                        .extracting(JsonNode::asText)
                        .containsExactlyElementsOf(Arrays.stream(type.getEnumConstants())
                                .map(SchemasTest::wire)
                                .toList());
            } else if (type == Instant.class) {
                assertThat(property.path("format").asText()).isEqualTo("date-time");
            } else if (type == URI.class) {
                assertThat(property.path("format").asText()).isEqualTo("uri");
            } else if (type == Duration.class) {
                assertThat(property.path("pattern").asText()).startsWith("^PT");
            } else {
                assertThat(type).isEqualTo(String.class);
            }
        }
    }

    private static String wire(Object constant) {
        try {
            var method = Arrays.stream(constant.getClass().getMethods())
                    .filter(candidate -> candidate.isAnnotationPresent(JsonValue.class))
                    .findFirst()
                    .orElseThrow();
            return (String) method.invoke(constant);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEncodedSampleKeepsToItsSchemaAndReadsBackAsItWas(EventType type) {
        Event<?> event = Samples.event(type);
        assertThat(codec.decode(codec.encode(event))).contains(event);
    }

    /** Each rule of each schema is broken once, in a sample that is right otherwise. */
    @TestFactory
    Stream<DynamicTest> whatBreaksARuleIsRefusedByFieldAndRule() {
        return Arrays.stream(EventType.values())
                .flatMap(type -> BrokenRules.of(schema(type)).stream()
                        .map(broken -> DynamicTest.dynamicTest(type.routingKey() + " " + broken.name(), () -> {
                            ObjectNode message = (ObjectNode) MAPPER.readTree(codec.encode(Samples.event(type)));
                            broken.applyTo((ObjectNode) message.path("data"));
                            assertThatThrownBy(() -> codec.decode(MAPPER.writeValueAsBytes(message)))
                                    .isInstanceOf(InvalidEventException.class)
                                    .hasMessageStartingWith(type.routingKey() + " breaks its schema: ")
                                    .hasMessageContaining(broken.name())
                                    .hasMessageNotContaining(BrokenRules.MARK);
                        })));
    }

    static JsonNode schema(EventType type) {
        try (InputStream in = SchemasTest.class.getResourceAsStream(type.schema())) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
