package dev.ondes.scheduler.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.NodeLabels;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class NodeFactsTest {

    @Test
    void isInThePoolOfItsGroupAndZone() {
        NodeFacts node = labelled(Map.of("karpenter.sh/nodepool", "ci", NodeLabels.ZONE, "1a"));

        assertThat(node.pool()).isEqualTo(new Pool(new NodeLabels.Group("karpenter.sh/nodepool", "ci"), "1a"));
        assertThat(node.nodeGroup()).isEqualTo("ci");
    }

    @Test
    void aNodeWithoutMarksIsInNoPoolThatCanBeNamed() {
        assertThat(labelled(Map.of("kops.k8s.io/instancegroup", "")).pool().named())
                .isFalse();
        assertThat(labelled(Map.of(NodeLabels.ZONE, "1a")).pool().named()).isTrue();
    }

    private static NodeFacts labelled(Map<String, String> labels) {
        return new NodeFacts("node-1", labels, 1, 1, Instant.EPOCH);
    }

    @Test
    void readsWhatPodsMayUseOfANode() {
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .withNewStatus()
                .addToCapacity("cpu", Quantity.parse("2"))
                .addToCapacity("memory", Quantity.parse("8Gi"))
                .addToAllocatable("cpu", Quantity.parse("1930m"))
                .addToAllocatable("memory", Quantity.parse("7220184Ki"))
                .endStatus()
                .build();

        assertThat(NodeReader.read(node))
                .isEqualTo(new NodeFacts("node-1", Map.of(), 1930, 7220184L << 10, Instant.EPOCH));
    }

    @Test
    void aNodeThatHasGoneIsRememberedForAnHour() {
        var clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
        var shelf = new NodeShelf(clock);
        var node = new NodeFacts("node-1", Map.of(NodeLabels.ZONE, "1a"), 1, 1, Instant.EPOCH);
        shelf.seen(node);
        shelf.seen(new NodeFacts("node-2", Map.of(), 1, 1, Instant.EPOCH));

        shelf.vanished("node-1");
        clock.add(Duration.ofMinutes(59));
        assertThat(shelf.find("node-1")).contains(node);
        clock.add(Duration.ofMinutes(2));
        shelf.vanished("node-2");

        assertThat(shelf.find("node-1")).isEmpty();
        assertThat(shelf.find("node-2")).isPresent();
        assertThat(shelf.find(null)).isEmpty();
    }
}
