package dev.ondes.playground.cluster.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final List<Node> NODES =
            ClusterNode.THREE.stream().map(EmbeddedFault::object).toList();

    @Test
    void takesTheNodeThatHasTheFewestPods() {
        Pod tolerant = pod("1").editSpec()
                .addNewToleration()
                .withKey("ondes.dev/spot")
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build();

        Placement placement =
                Placement.of(tolerant, NODES, Map.of("node1", List.of(tolerant), "node2", List.of(tolerant, tolerant)));

        assertThat(placement.node()).hasValue("node3");
    }

    @Test
    void countsWhatRunsThereAgainstWhatANodeHas() {
        List<Node> small = List.of(new NodeBuilder(NODES.getFirst())
                .editStatus()
                .addToAllocatable("cpu", new Quantity("1500m"))
                .endStatus()
                .build());

        assertThat(Placement.of(pod("1").build(), small, Map.of()).node()).hasValue("node1");
        assertThat(Placement.of(pod("1").build(), small, Map.of("node1", List.of(pod("1").build())))
                        .why())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    }

    @Test
    void countsNodesByWhatStandsInTheWay() {
        Pod choosy = pod("1").editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchExpression()
                .withKey(ClusterNode.CAPACITY_LABEL)
                .withOperator("NotIn")
                .withValues("on-demand")
                .endMatchExpression()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();

        assertThat(Placement.of(choosy, NODES, Map.of()).why())
                .isEqualTo("0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
                        + "2 node(s) had untolerated taint(s).");
    }

    private static PodBuilder pod(String cpu) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec();
    }
}
