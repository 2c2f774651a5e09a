package dev.ondes.contracts.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
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
                "node-role.kubernetes.io/spot-worker, false, -",
                "cloud.google.com/gke-spot, true, SPOT",
                "cloud.google.com/gke-spot, false, -",
                "cloud.google.com/gke-preemptible, true, SPOT",
                "cloud.google.com/gke-provisioning, spot, SPOT",
                "kubernetes.azure.com/scalesetpriority, spot, SPOT",
                "lifecycle, Ec2Spot, SPOT",
                "lifecycle, normal, -",
                "node-lifecycle, spot, SPOT",
                "pool, spot, -"
            })
    void readsWhatCloudsCallTheirCapacity(String label, String value, @Nullable CapacityType capacity) {
        assertThat(NodeLabels.capacity(Map.of(label, value, "other", "label")).orElse(null))
                .isEqualTo(capacity);
    }

    @Test
    void aNodeThatAnybodyCallsSpotIsSpot() {
        assertThat(NodeLabels.capacity(Map.of("ondes.dev/capacity", "on-demand", "karpenter.sh/capacity-type", "spot")))
                .contains(CapacityType.SPOT);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kops.k8s.io/instancegroup",
        "eks.amazonaws.com/nodegroup",
        "alpha.eksctl.io/nodegroup-name",
        "karpenter.sh/nodepool",
        "cloud.google.com/gke-nodepool",
        "kubernetes.azure.com/agentpool",
        "agentpool"
    })
    void findsTheNodesGroup(String label) {
        assertThat(NodeLabels.group(Map.of(label, "ci", "other", "label"))).contains(new NodeLabels.Group(label, "ci"));
    }

    @Test
    void aGroupWithoutANameIsNone() {
        assertThat(NodeLabels.group(Map.of("kops.k8s.io/instancegroup", ""))).isEmpty();
    }
}
