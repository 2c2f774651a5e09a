package dev.ondes.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.broker.Topology.Binding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds {@code asyncapi.yaml} against the types of events and the topology. */
class AsyncApiTest {
    private static final Path FILE = Path.of("asyncapi.yaml");

    private final JsonNode api = read();
    private final Topology topology = Topology.ondes();

    @Test
    void describesTheseEventsAndNoOthers() {
        List<String> keys =
                Arrays.stream(EventType.values()).map(EventType::routingKey).toList();

        assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(api.path("defaultContentType").asText()).isEqualTo(EventCodec.CONTENT_TYPE);
        assertThat(names(api.at("/components/messages"))).containsExactlyElementsOf(keys);
        assertThat(names(api.path("channels")).filter(name -> !name.startsWith("queue:")))
                .containsExactlyElementsOf(keys);
        assertThat(names(api.path("operations")).filter(name -> name.startsWith("say:")))
                .containsExactlyElementsOf(
                        keys.stream().map(key -> "say:" + key).toList());
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsItsSchemaInAnEnvelopeOnTheEventsExchange(EventType type) throws IOException {
        JsonNode message = api.at("/components/messages").path(type.routingKey());
        assertThat(message.path("name").asText()).isEqualTo(type.wire());
        assertThat(message.path("title").asText()).isEqualTo(type.dataClass().getSimpleName());
        assertThat(message.path("contentType").asText()).isEqualTo(EventCodec.CONTENT_TYPE);

        JsonNode parts = message.at("/payload/allOf");
        assertThat(parts.at("/0/$ref").asText()).isEqualTo("#/components/schemas/cloudevent");
        assertThat(parts.at("/1/properties/type/const").asText()).isEqualTo(type.wire());
        Path schema = Path.of(parts.at("/1/properties/data/$ref").asText());
        assertThat(new ObjectMapper().readTree(Files.readString(schema))).isEqualTo(SchemasTest.schema(type));

        JsonNode channel = api.path("channels").path(type.routingKey());
        assertThat(channel.path("address").asText()).isEqualTo(type.routingKey());
        assertThat(channel.at("/bindings/amqp/is").asText()).isEqualTo("routingKey");
        assertThat(channel.at("/bindings/amqp/exchange/name").asText()).isEqualTo(Topology.EVENTS);
        assertThat(channel.at("/bindings/amqp/exchange/type").asText()).isEqualTo("topic");
    }

    @Test
    void anEncodedEventHasEachRequiredAttribute() throws IOException {
        var codec = new EventCodec();
        for (EventType type : EventType.values()) {
            JsonNode encoded = new ObjectMapper().readTree(codec.encode(Samples.event(type)));
            assertThat(names(encoded).toList())
                    .containsAll(texts(api.at("/components/schemas/cloudevent/required")))
                    .isSubsetOf(names(api.at("/components/schemas/cloudevent/properties"))
                            .toList());
        }
    }

    @Test
    void describesTheseQueuesAndNoOthers() {
        List<String> queues =
                topology.queues().stream().map(Topology.Queue::name).toList();

        assertThat(names(api.path("channels")).filter(name -> name.startsWith("queue:")))
                .containsExactlyInAnyOrderElementsOf(
                        queues.stream().map(queue -> "queue:" + queue).toList());
        for (String queue : queues) {
            JsonNode channel = api.path("channels").path("queue:" + queue);
            assertThat(channel.path("address").asText()).isEqualTo(queue);
            assertThat(channel.at("/bindings/amqp/is").asText()).isEqualTo("queue");
            assertThat(channel.at("/bindings/amqp/queue/name").asText()).isEqualTo(queue);
            assertThat(channel.at("/bindings/amqp/queue/durable").asBoolean()).isTrue();
            assertThat(names(channel.path("messages"))).as(queue).containsExactlyInAnyOrderElementsOf(carried(queue));
        }
    }

    /** Routing keys of the events that a queue may hold, by the topology. */
    private List<String> carried(String queue) {
        List<String> bound = topology.bindings().stream()
                .filter(binding -> binding.queue().equals(queue))
                .map(Binding::routingKey)
                .toList();
        Stream<String> all = Arrays.stream(EventType.values()).map(EventType::routingKey);
        if (queue.equals(Topology.DEAD_LETTERS)) {
            return topology.queues().stream()
                    .filter(source -> source.arguments().containsKey("x-dead-letter-exchange"))
                    .flatMap(source -> carried(source.name()).stream())
                    .distinct()
                    .toList();
        }
        return queue.equals(Topology.UNROUTED) || bound.contains("#") ? all.toList() : bound;
    }

    @Test
    void whatAServiceHearsIsAQueueOfItsOwn() {
        var heard = names(api.path("operations"))
                .filter(name -> name.startsWith("hear:"))
                .toList();

        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(topology.queues().stream()
                        .map(Topology.Queue::name)
                        .filter(name -> !name.startsWith("ondes."))
                        .map(name -> "hear:" + name)
                        .toList());
        for (String name : heard) {
            JsonNode operation = api.path("operations").path(name);
            String queue = name.substring("hear:".length());
            assertThat(operation.path("action").asText()).isEqualTo("receive");
            assertThat(operation.at("/channel/$ref").asText()).isEqualTo("#/channels/queue:" + queue);
            assertThat(queue).startsWith(operation.path("summary").asText().substring("By ".length()) + ".");
        }
    }

    @Test
    void everyReferenceInTheDocumentLeadsSomewhere() {
        for (String reference : api.findValuesAsText("$ref")) {
            if (reference.startsWith("#")) {
                assertThat(api.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Path.of(reference)).exists();
            }
        }
        assertThat(api.findValuesAsText("$ref")).hasSizeGreaterThan(30);
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(property -> property.getKey());
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).collect(Collectors.toList());
    }

    private static JsonNode read() {
        try {
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE));
            return new ObjectMapper().valueToTree(tree);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
