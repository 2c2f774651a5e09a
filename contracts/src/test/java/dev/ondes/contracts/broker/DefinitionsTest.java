package dev.ondes.contracts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.broker.Topology.Binding;
import dev.ondes.contracts.broker.Topology.Exchange;
import dev.ondes.contracts.broker.Topology.Link;
import dev.ondes.contracts.broker.Topology.Queue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void writesExchangesQueuesBindingsAndLinks() throws JsonProcessingException {
        var topology = new Topology(
                List.of(
                        new Exchange("e", "topic", Map.of("alternate-exchange", "f")),
                        new Exchange("f", "fanout", Map.of())),
                List.of(new Queue("q", Map.of("x-max-length-bytes", 5_000_000_000L, "x-queue-type", "quorum"))),
                List.of(new Binding("f", "q", "")),
                List.of(new Link("e", "f", "job.*")));

        assertThat(mapper.readTree(Definitions.json(topology))).isEqualTo(mapper.readTree("""
                        {"exchanges": [
                           {"name": "e", "type": "topic", "durable": true, "auto_delete": false, "internal": false,
                            "arguments": {"alternate-exchange": "f"}},
                           {"name": "f", "type": "fanout", "durable": true, "auto_delete": false, "internal": false,
                            "arguments": {}}],
                         "queues": [
                           {"name": "q", "durable": true, "auto_delete": false,
                            "arguments": {"x-max-length-bytes": 5000000000, "x-queue-type": "quorum"}}],
                         "bindings": [
                           {"source": "f", "destination": "q", "destination_type": "queue", "routing_key": "",
                            "arguments": {}},
                           {"source": "e", "destination": "f", "destination_type": "exchange", "routing_key": "job.*",
                            "arguments": {}}]}
                        """));
    }

    @Test
    void namesTheVirtualHostOnlyWhenAsked() throws JsonProcessingException {
        JsonNode within = mapper.readTree(Definitions.json(Topology.ondes()));
        JsonNode whole = mapper.readTree(Definitions.json(Topology.ondes(), "ci"));

        assertThat(within.findValues("vhost")).isEmpty();
        for (String kind : List.of("exchanges", "queues", "bindings")) {
            assertThat(whole.path(kind))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.path("vhost").asText()).isEqualTo("ci"));
        }
        assertThat(whole.has("vhosts")).as("the operator makes it").isFalse();
    }

    @Test
    void isTheSameTextEachTime() {
        assertThat(Definitions.json(Topology.ondes())).isEqualTo(Definitions.json(Topology.ondes()));
    }
}
