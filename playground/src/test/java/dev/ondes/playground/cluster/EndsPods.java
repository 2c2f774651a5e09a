package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.condition;
import static dev.ondes.playground.cluster.TestPods.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How pods are ended, and what holds them. */
interface EndsPods extends WithCluster {
    @Test
    default void letsAContainerEndInItsOwnWayWithinTheGracePeriod() {
        // Given
        Pod pod = pods().create(pods().held(pods().script(
                        "trap 'printf heard > /dev/termination-log; exit 0' TERM; while :; do sleep 0.1; done")));
        pods().awaitStarted(pod);

        // When
        pods().resource(pod).delete();

        // Then
        Pod marked = pods().resource(pod).get();
        assertThat(Instant.parse(marked.getMetadata().getDeletionTimestamp()))
                .isAfter(Instant.now().plusSeconds(10));
        Pod end = pods().awaitPhase(pod, "Succeeded");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getMessage())
                .isEqualTo("heard");
        pods().release(pod);
        pods().awaitGone(pod);
    }

    @Test
    default void killsWhatDoesNotEndWithinTheGracePeriod() {
        // Given
        Pod pod = pods().create(pods().held(pods().script("trap : TERM; while :; do sleep 0.1; done")));
        pods().awaitStarted(pod);

        // When
        pods().resource(pod).withGracePeriod(1).delete();

        // Then
        Pod end = pods().awaitPhase(pod, "Failed");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getExitCode())
                .isEqualTo(137);
    }

    @Test
    default void waitsForTheNodeEvenWhenTheFinalizerGoesFirst() {
        // Given
        Pod pod = pods().create(pods().held(pods().script("trap 'sleep 3; exit 0' TERM; while :; do sleep 0.1; done")));
        pods().awaitStarted(pod);
        pods().resource(pod).delete();

        // When
        pods().release(pod);

        // Then
        assertThat(pods().resource(pod).get()).isNotNull();
        pods().awaitGone(pod);
    }

    @Test
    default void keepsAnEndedPodUntilItsFinalizerGoes() {
        // Given
        Pod pod = pods().create(pods().held(pods().script("true")));
        pods().awaitPhase(pod, "Succeeded");

        // When
        pods().resource(pod).delete();

        // Then
        assertThat(pods().resource(pod).get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        pods().release(pod);
        pods().awaitGone(pod);
    }

    @Test
    default void failsAPodThatOutlivesItsDeadline() {
        PodBuilder builder = pods().script("trap 'exit 0' TERM; while :; do sleep 0.1; done");
        builder.editSpec().withActiveDeadlineSeconds(3L).endSpec();

        Pod end = pods().awaitPhase(pods().create(builder), "Failed");

        assertThat(end.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    default void evictsAPod() {
        // Given
        Pod pod = pods().create(pods().held(pods().script("trap 'exit 0' TERM; while :; do sleep 0.1; done")));
        pods().awaitStarted(pod);

        // When
        cluster().faults().podEvicted(cluster().namespace(), pod.getMetadata().getName());

        // Then
        Pod end = pods().awaitPhase(pod, "Succeeded");
        assertThat(condition(end, "DisruptionTarget").orElseThrow()).satisfies(condition -> {
            assertThat(condition.getStatus()).isEqualTo("True");
            assertThat(condition.getReason()).isEqualTo("EvictionByEvictionAPI");
        });
        assertThat(end.getMetadata().getDeletionTimestamp()).isNotNull();
    }
}
