package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.condition;
import static dev.ondes.playground.cluster.TestPods.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of nodes, and of their pods with them. */
interface SuffersFaults extends WithCluster {
    /** A real cluster ends the pods of a lost node 40 to 60 s later. */
    Duration NODE_LOSS_NOTICED = Duration.ofSeconds(100);

    @Test
    default void endsThePodsOfANodeThatVanishesAndUsesItAgainWhenItReturns() {
        // Given
        Pod pod = pods().create(pods().held(pods().onSpot(pods().script("sleep 1000"))));
        String node = pods().awaitStarted(pod).getSpec().getNodeName();

        // When
        cluster().faults().nodeVanishes(node);

        // Then
        Pod end = pods().await(
                        pod,
                        NODE_LOSS_NOTICED,
                        // Two calls of the pod garbage collector: the end first, then the deletion.
                        found -> "Failed".equals(found.getStatus().getPhase())
                                && found.getMetadata().getDeletionTimestamp() != null);
        assertThat(condition(end, "DisruptionTarget").orElseThrow().getReason()).isEqualTo("DeletionByPodGC");
        assertThat(client().nodes().withName(node).get()).isNull();
        pods().release(pod);
        pods().awaitGone(pod);

        cluster().faults().nodeReturns(node);
        PodBuilder again = pods().onSpot(pods().script("true"));
        again.editSpec().addToNodeSelector("kubernetes.io/hostname", node).endSpec();
        pods().awaitPhase(pods().create(again), "Succeeded");
    }

    /** As a machine that boots anew sooner than anybody takes it for lost. */
    @Test
    default void endsAPodThatWasBeingDeletedWhenItsNodeWentDownAndCameBack() {
        // Given
        Pod pod = pods().create(pods().onSpot(pods().script("trap : TERM; while :; do sleep 0.1; done")));
        String node = pods().awaitStarted(pod).getSpec().getNodeName();
        pods().resource(pod).withGracePeriod(120).delete();

        // When
        cluster().faults().nodeVanishes(node);
        cluster().faults().nodeReturns(node);

        // Then
        pods().awaitGone(pod);
    }

    @Test
    default void hearsNothingOfANodeWhoseKubeletIsSilentUntilItResumes() {
        // Given
        Pod pod = pods().create(pods().onSpot(
                        pods().script("until [ -e /shared/never ]; do sleep 0.2; [ $SECONDS -lt 2 ] || exit 3; done")));
        String node = pods().awaitStarted(pod).getSpec().getNodeName();

        // When
        cluster().faults().kubeletFallsSilent(node);

        // Then
        Node unheard = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client().nodes().withName(node).get(),
                        found -> found.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Ready")
                                        && condition.getStatus().equals("Unknown")));
        assertThat(unheard).isNotNull();
        assertThat(pods().resource(pod).get().getStatus().getPhase()).isEqualTo("Running");
        cluster().faults().kubeletResumes(node);
        Pod end = pods().awaitPhase(pod, "Failed");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getExitCode())
                .isEqualTo(3);
    }
}
