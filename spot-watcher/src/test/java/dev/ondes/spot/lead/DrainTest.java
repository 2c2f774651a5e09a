package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.NodeCalls.Read;
import dev.ondes.spot.node.PodFacts;
import dev.ondes.spot.settings.Mode;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a drain treats pods that will not or must not go, and when it begins and ends. */
class DrainTest extends OrderWatch {
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    @Test
    void aBudgetThatNeverAllowsHoldsItsPodUntilTheDeadline() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", Duration.ofSeconds(4)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.has("deleted")).isFalse();
        assertThat(world.broker.said(NodeDrained.class).getFirst()).satisfies(drained -> {
            assertThat(drained.outcome()).isEqualTo(DrainOutcome.DEADLINE_REACHED);
            assertThat(drained.evicted()).isEqualTo(1);
            assertThat(drained.left()).isEqualTo(1);
        });
    }

    @Test
    void looksAgainAtTheApiServersCacheWhichSparesEtcd() {
        // Given
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", LONG));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(world.nodes.reads.get(Read.CACHED)).hasValueGreaterThan(2));
        assertThat(world.nodes.reads.get(Read.CONSISTENT)).hasValue(1);
    }

    @Test
    void isNotOverBecauseTheApiServersCacheDoesNotShowAPod() {
        // Given
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        world.nodes.notCached.add("held");
        var replica = world.replica().lead();
        replica.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(world.nodes.reads.get(Read.CONSISTENT)).hasValueGreaterThan(2));
        assertThat(world.steps.has("drained")).isFalse();

        // When
        world.nodes.forbidden.remove("held");

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE)).containsSubsequence("evicted", "drained");
    }

    @Test
    void deletesWhatABudgetHoldsNearTheDeadlineOnlyWhereThatIsAllowed() {
        // Given
        world.forceDelete = true;
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", Duration.ofSeconds(4)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.details("deleted")).containsExactly("held");
        assertThat(world.broker.said(NodeDrained.class).getFirst().forced()).isEqualTo(1);
    }

    @Test
    void evictsOnceThoughTheTimeWasUpWhenTheNoticeCame() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.addPod(NODE, World.ciPod("ondes-small-4711-1"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();

        // When an instance is stopping: its end is when it was said
        replica.flow.heard(world.notice(NoticeKind.INSTANCE_STOPPING, InstanceAction.STOP, "sqs", Duration.ZERO));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("held", "ondes-small-4711-1");
        assertThat(world.nodes.graces.get("web"))
                .as("nobody knows how long there is")
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(world.broker.said(NodeDrained.class)).singleElement().satisfies(drained -> {
            assertThat(drained.outcome()).isEqualTo(DrainOutcome.DEADLINE_REACHED);
            assertThat(drained.evicted()).isEqualTo(1);
        });
    }

    @Test
    void evictsOnceThoughTheTimeWasUpAndTheApiServerAwayWhenTheDrainBegan() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var refusals = new AtomicInteger(1);
        world.nodes.beforeEviction = _ -> {
            if (refusals.getAndDecrement() > 0) {
                throw new KubernetesClientException("the API server is away");
            }
        };
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.notice(NoticeKind.MAINTENANCE, "sqs", Duration.ofHours(-1)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.details("evicted")).containsExactly("web");
    }

    @Test
    void aPodThatIgnoresTermGetsNoMoreThanTheTimeLeft() {
        // Given
        world.nodes.addPod(NODE, World.pod("stubborn"));
        world.nodes.stubborn.add("stubborn");
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", Duration.ofSeconds(5)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.nodes.graces.get("stubborn")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(world.broker.said(NodeDrained.class).getFirst().outcome()).isEqualTo(DrainOutcome.COMPLETED);
    }

    @Test
    void ciPodsAreEvictedLateAndOnlyWhereThatIsWanted() {
        // Given
        world.modes = Map.of(NoticeKind.SPOT_INTERRUPTION, Mode.DRAIN_ALL);
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.ciPod("ondes-small-4711-1"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("sqs", Duration.ofSeconds(4)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.details("evicted").contains("web"));
        assertThat(world.nodes.podsLeft(NODE)).contains("ondes-small-4711-1");
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.details("evicted")).containsExactly("web", "ondes-small-4711-1");
    }

    @Test
    void criticalPodsGoLastAndDaemonsStay() {
        // Given
        world.nodes.addPod(
                NODE, new PodFacts("kube-system", "dns", "u1", false, false, true, false, false, Duration.ZERO));
        world.nodes.addPod(
                NODE, new PodFacts("kube-system", "cni", "u2", false, true, true, false, false, Duration.ZERO));
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("sqs", LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.details("evicted")).containsExactly("web", "dns");
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("cni");
    }

    @Test
    void maintenanceCordonsAtOnceAndDrainsOnlyNearItsStart() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.notice(NoticeKind.MAINTENANCE, InstanceAction.REBOOT, "imds", Duration.ofSeconds(4)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(world.steps.has("evicted")).isFalse();
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.nodes.podsLeft(NODE)).isEmpty();
    }

    @Test
    void aMachineThatIsRetiredIsDrainedAtOnceHoweverFarOffItsEnd() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.notice(NoticeKind.MAINTENANCE, InstanceAction.TERMINATE, "sqs", Duration.ofDays(14)));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.nodes.podsLeft(NODE)).isEmpty();
    }

    @Test
    void aDrainedNodeIsMarkedOutOfServiceWhereThatIsWantedAndNotBefore() {
        // Given
        world.outOfService = true;
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.forbidden.add("web");
        var replica = world.replica().lead();
        replica.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(taints()).doesNotContain(OUT_OF_SERVICE);

        // When
        world.nodes.forbidden.clear();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(taints()).contains(OUT_OF_SERVICE);
    }

    @Test
    void aNodeThatMayStayIsNotMarkedOutOfService() {
        world.outOfService = true;
        world.modes = Map.of(NoticeKind.REBALANCE_RECOMMENDED, Mode.DRAIN_OTHERS);
        var replica = world.replica().lead();

        replica.flow.heard(world.notice(NoticeKind.REBALANCE_RECOMMENDED, "imds", LONG));

        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(taints()).doesNotContain(OUT_OF_SERVICE);
    }

    private List<String> taints() {
        return world.nodes.node(NODE).taints().stream().map(Taint::getKey).toList();
    }
}
