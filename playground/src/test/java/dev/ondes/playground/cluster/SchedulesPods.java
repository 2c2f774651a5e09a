package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;

/** Where pods go. */
interface SchedulesPods extends WithCluster {
    @Test
    default void tellsWhyAPodFindsNoNode() {
        PodBuilder pod = pods().script("true");
        pod.editSpec().addToNodeSelector("ondes.dev/capacity", "free").endSpec();

        Pod waiting = pods().await(
                        pods().create(pod),
                        found -> condition(found, "PodScheduled").isPresent());

        assertThat(condition(waiting, "PodScheduled").orElseThrow()).satisfies(condition -> {
            assertThat(condition.getStatus()).isEqualTo("False");
            assertThat(condition.getReason()).isEqualTo("Unschedulable");
            assertThat(condition.getMessage()).contains("0/3 nodes are available");
        });
        assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    default void keepsPodsThatAskForTooMuchWaiting() {
        PodBuilder pod = pods().script("true");
        pod.editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("1000"))
                .endResources()
                .endContainer()
                .endSpec();

        Pod waiting = pods().await(
                        pods().create(pod),
                        found -> condition(found, "PodScheduled").isPresent());

        assertThat(condition(waiting, "PodScheduled").orElseThrow().getMessage())
                .contains("Insufficient cpu");
    }

    @Test
    default void keepsPodsOffTaintedNodesUnlessTheyTolerateThem() {
        // Given
        PodBuilder intolerant = pods().script("true");
        intolerant
                .editSpec()
                .addToNodeSelector(ClusterNode.CAPACITY_LABEL, "spot")
                .endSpec();

        // When
        Pod waits = pods().await(
                        pods().create(intolerant),
                        found -> condition(found, "PodScheduled").isPresent());
        Pod runs = pods().awaitPhase(pods().create(pods().onSpot(pods().script("true"))), "Succeeded");
        Pod elsewhere = pods().awaitPhase(pods().create(pods().script("true")), "Succeeded");

        // Then
        assertThat(condition(waits, "PodScheduled").orElseThrow().getMessage()).contains("untolerated taint");
        assertThat(runs.getSpec().getNodeName()).isIn("node2", "node3");
        assertThat(elsewhere.getSpec().getNodeName()).isEqualTo("node1");
    }
}
