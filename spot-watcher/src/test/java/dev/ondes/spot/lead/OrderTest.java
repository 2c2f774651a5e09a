package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.INSTANCE;
import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publish, confirm, one patch, drain: in this order, and each once. */
class OrderTest extends OrderWatch {
    @Test
    void publishesThenMarksByOnePatchThenDrains() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.ciPod("ondes-small-4711-1"));
        var replica = world.replica().lead();

        // When
        Heard heard = replica.flow.heard(world.spot("imds", LONG));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("ondes-small-4711-1");
        assertThat(world.broker.said(TerminationNotice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.node()).isEqualTo(NODE);
            assertThat(notice.instanceId()).isEqualTo(INSTANCE);
            assertThat(notice.instanceType()).isEqualTo("m6i.large");
            assertThat(notice.zone()).isEqualTo("eu-west-1a");
            assertThat(notice.nodeGroup()).isEqualTo("ci-spot");
            assertThat(notice.capacity()).isEqualTo(CapacityType.SPOT);
            assertThat(notice.deadline()).isNotNull();
            assertThat(notice.jobs()).containsExactly(new JobOnNode(4711, "ondes-small-4711-1"));
        });
        var node = world.nodes.node(NODE);
        assertThat(node.unschedulable()).isTrue();
        assertThat(node.taints()).singleElement().satisfies(taint -> {
            assertThat(taint.getKey()).isEqualTo("status-taint.cluster-autoscaler.kubernetes.io/ondes-spot");
            assertThat(taint.getValue()).isEqualTo("spot-interruption");
            assertThat(taint.getEffect()).isEqualTo("NoSchedule");
        });
        assertThat(world.broker.said(NodeDrained.class)).singleElement().satisfies(drained -> {
            assertThat(drained.outcome()).isEqualTo(DrainOutcome.COMPLETED);
            assertThat(drained.evicted()).isEqualTo(1);
            assertThat(drained.left()).isEqualTo(1);
        });
    }

    @Test
    void countsAnInterruptionOnceByTypeAndZoneAndTellsItsTimes() {
        // Given
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        replica.flow.heard(world.spot("sqs", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));

        // Then
        assertThat(world.meters
                        .get("ondes.spot.interruptions")
                        .tags("cause", "spot", "kind", "spot-interruption", "type", "m6i.large", "zone", "eu-west-1a")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(world.meters
                        .get("ondes.spot.notice.age")
                        .tag("source", "imds")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(world.meters
                        .get("ondes.spot.publish")
                        .tag("kind", "spot-interruption")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(world.meters
                        .get("ondes.spot.left.at.publish.seconds")
                        .tag("kind", "spot-interruption")
                        .summary()
                        .max())
                .isBetween(60.0, 120.0);
        assertThat(world.meters
                        .get("ondes.spot.mark")
                        .tag("kind", "spot-interruption")
                        .timer()
                        .max(TimeUnit.SECONDS))
                .isBetween(0.0, 60.0);
    }

    @Test
    void theMarkOfOneNodeGoesBeforeTheDrainOfAnotherAndWhatSettlesGoesBeforeLooksAndConditions() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        var _ = replica.flow.heard(world.spot("imds", LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        await().atMost(PATIENCE).until(() -> world.nodes.urgencies.containsKey("condition"));
        var urgency = world.nodes.urgencies;
        assertThat(urgency.get("marked")).isBefore(urgency.get("pods"));
        assertThat(urgency.get("evict")).isEqualTo(urgency.get("pods"));
        assertThat(urgency.get("noted")).isEqualTo(urgency.get("pods"));
        assertThat(urgency.get("pods again")).isAfter(urgency.get("pods"));
        assertThat(urgency.get("condition")).isAfter(urgency.get("pods again"));
    }

    @Test
    void spotIsMarkedBeforeARecommendationAndThatBeforeMaintenanceOfAnotherDay() {
        // Given
        world.nodes.add(World.node("spot", "i-0ddd1"));
        world.nodes.add(World.node("rebalance", "i-0ddd2"));
        world.nodes.add(World.node("maintenance", "i-0ddd3"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.noticeOf("i-0ddd3", NoticeKind.MAINTENANCE, Duration.ofDays(14)));
        replica.flow.heard(world.noticeOf("i-0ddd2", NoticeKind.REBALANCE_RECOMMENDED, null));
        replica.flow.heard(world.noticeOf("i-0ddd1", NoticeKind.SPOT_INTERRUPTION, LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.count("marked") == 3);
        var urgency = world.nodes.urgencies;
        assertThat(List.of(
                        urgency.get("marked spot"), urgency.get("marked rebalance"), urgency.get("marked maintenance")))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void nodesWhosePodsTakeTheirTimeHoldUpNeitherMessagesNorTheEndOfAnotherDrain() {
        // Given more looks for pods that leave than there are calls, each second and for as long as their grace
        int slow = 30;
        world.nodes.limiter = Optional.of(new ApiLimiter(slow / 2, System::nanoTime));
        for (int i = 0; i < slow; i++) {
            world.nodes.add(World.node("slow-" + i, "i-0ccc" + i));
            world.nodes.addPod("slow-" + i, World.pod("stubborn-" + i));
            world.nodes.stubborn.add("stubborn-" + i);
        }
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();
        for (int i = 0; i < slow; i++) {
            replica.flow.heard(world.spotOf("i-0ccc" + i, LONG));
        }

        // When
        replica.flow.heard(world.spot("imds", LONG));

        // Then
        await().atMost(Duration.ofSeconds(15)).until(() -> world.broker.acknowledged() == slow + 1);
        await().atMost(Duration.ofSeconds(15)).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
        assertThat(replica.drains.running()).isEqualTo(slow);
    }

    @Test
    void threeHundredNodesAtOnceAreAnnouncedAndTainted() throws Exception {
        // Given
        int count = 300;
        world.cordonAfter = Duration.ofSeconds(20);
        world.patience = Duration.ofSeconds(30);
        IntStream.range(0, count)
                .forEach(i -> world.nodes.add(World.node("many-" + i, "i-0bbb" + Integer.toHexString(i))));
        world.nodes.addPod("many-7", World.pod("web"));
        var replica = world.replica().lead();
        world.nodes.calls.set(0);

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Heard>> heard = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> replica.flow.heard(new Notice(
                            Provider.AWS,
                            NodeId.ofMachine("i-0bbb" + Integer.toHexString(i)),
                            NoticeKind.SPOT_INTERRUPTION,
                            InstanceAction.TERMINATE,
                            world.clock.instant(),
                            world.clock.instant().plus(LONG),
                            "sqs",
                            "raw-" + i))))
                    .toList();
            for (Future<Heard> one : heard) {
                assertThat(one.get()).isEqualTo(Heard.TAKEN);
            }
        }
        await().atMost(PATIENCE).until(() -> world.steps.count("marked") == count);

        // Then
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(count);
        await().atMost(PATIENCE).until(() -> world.steps.count("noted") == count);
        assertThat(world.steps.of("many-7")).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
        // A patch, a condition, a list of pods, a note: with nothing to evict but on one of them.
        assertThat(world.nodes.calls.get()).isBetween(4L * count, 5L * count);
        assertThat(world.nodes.node("many-7").taints())
                .extracting(taint -> taint.getKey())
                .containsExactly(NodeMarks.taint(NoticeKind.SPOT_INTERRUPTION.cause()));
    }
}
