package dev.ondes.scheduler.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.world.TestClock;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLabelsTest {

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ondes.dev/capacity, spot, SPOT",
                "ondes.dev/capacity, on-demand, ON_DEMAND",
                "karpenter.sh/capacity-type, spot, SPOT",
                "karpenter.sh/capacity-type, on-demand, ON_DEMAND",
                "karpenter.sh/capacity-type, reserved, -",
                "eks.amazonaws.com/capacityType, SPOT, SPOT",
                "eks.amazonaws.com/capacityType, ON_DEMAND, ON_DEMAND",
                "node-role.kubernetes.io/spot-worker, '', SPOT",
                "cloud.google.com/gke-spot, true, SPOT",
                "cloud.google.com/gke-preemptible, true, SPOT",
                "cloud.google.com/gke-spot, false, -",
                "kubernetes.azure.com/scalesetpriority, spot, SPOT",
                "lifecycle, Ec2Spot, SPOT",
                "pool, spot, -"
            })
    void readsWhatCloudsCallTheirCapacity(String label, String value, @Nullable CapacityType capacity) {
        assertThat(NodeLabels.capacity(Map.of(label, value, "other", "label")).orElse(null))
                .isEqualTo(capacity);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kops.k8s.io/instancegroup",
        "eks.amazonaws.com/nodegroup",
        "karpenter.sh/nodepool",
        "cloud.google.com/gke-nodepool",
        "kubernetes.azure.com/agentpool",
        "agentpool"
    })
    void findsTheNodesGroupAndItsZone(String label) {
        assertThat(NodeLabels.pool(Map.of(label, "ci", NodeLabels.ZONE, "1a")))
                .isEqualTo(new Pool(new Pool.Group(label, "ci"), "1a"));
    }

    @Test
    void aNodeWithoutMarksIsInNoPoolThatCanBeNamed() {
        assertThat(NodeLabels.pool(Map.of("kops.k8s.io/instancegroup", "")).named())
                .isFalse();
        assertThat(NodeLabels.pool(Map.of(NodeLabels.ZONE, "1a")).named()).isTrue();
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
        var clock = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
        var shelf = new NodeShelf(clock);
        var node = new NodeFacts("node-1", Map.of(NodeLabels.ZONE, "1a"), 1, 1, Instant.EPOCH);
        shelf.seen(node);
        shelf.seen(new NodeFacts("node-2", Map.of(), 1, 1, Instant.EPOCH));

        shelf.vanished("node-1");
        clock.advance(Duration.ofMinutes(59));
        assertThat(shelf.find("node-1")).contains(node);
        clock.advance(Duration.ofMinutes(2));
        shelf.vanished("node-2");

        assertThat(shelf.find("node-1")).isEmpty();
        assertThat(shelf.find("node-2")).isPresent();
        assertThat(shelf.find(null)).isEmpty();
    }
}
