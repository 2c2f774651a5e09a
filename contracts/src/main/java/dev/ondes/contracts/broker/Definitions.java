package dev.ondes.contracts.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a topology as a RabbitMQ definitions file: what the broker itself imports, for installations where services
 * may not declare. Virtual hosts, users and permissions are left to the operator.
 */
public final class Definitions {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final @Nullable String vhost;

    private Definitions(@Nullable String vhost) {
        this.vhost = vhost;
    }

    /** Names no virtual host: for an import into one, as {@code PUT /api/definitions/VHOST} does it. */
    public static String json(Topology topology) {
        return new Definitions(null).write(topology);
    }

    /** Names this virtual host, which must exist: for an import into the whole broker, as at its start. */
    public static String json(Topology topology, String vhost) {
        return new Definitions(vhost).write(topology);
    }

    private String write(Topology topology) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode exchanges = root.putArray("exchanges");
        for (var exchange : topology.exchanges()) {
            ObjectNode node = object(exchanges)
                    .put("name", exchange.name())
                    .put("type", exchange.type())
                    .put("durable", true)
                    .put("auto_delete", false)
                    .put("internal", false);
            arguments(node, exchange.arguments());
        }
        ArrayNode queues = root.putArray("queues");
        for (var queue : topology.queues()) {
            ObjectNode node = object(queues)
                    .put("name", queue.name())
                    .put("durable", true)
                    .put("auto_delete", false);
            arguments(node, queue.arguments());
        }
        ArrayNode bindings = root.putArray("bindings");
        for (var binding : topology.bindings()) {
            binding(bindings, binding.exchange(), "queue", binding.queue(), binding.routingKey());
        }
        for (var link : topology.links()) {
            binding(bindings, link.from(), "exchange", link.to(), link.routingKey());
        }
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void binding(ArrayNode bindings, String source, String type, String destination, String routingKey) {
        ObjectNode node = object(bindings)
                .put("source", source)
                .put("destination", destination)
                .put("destination_type", type)
                .put("routing_key", routingKey);
        arguments(node, Map.of());
    }

    private ObjectNode object(ArrayNode parent) {
        ObjectNode node = parent.addObject();
        return vhost == null ? node : node.put("vhost", vhost);
    }

    /** In one order whatever the map's, so that the file changes only with the topology. */
    private static void arguments(ObjectNode node, Map<String, Object> arguments) {
        ObjectNode object = node.putObject("arguments");
        new TreeMap<>(arguments).forEach(object::putPOJO);
    }
}
