package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.INSTANCE;
import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.PodFacts;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.settings.Mode;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Publish, confirm, one patch, drain: in this order whatever fails. The one exception is a broker that does not confirm:
 * then the cordon goes first, and only it.
 */
class OrderTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
    /** Of a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world = new World();

    /** Whether a deadline may force the drain before the broker has the notice. */
    private boolean deadlineForces;

    @AfterEach
    void theOrderHeld() {
        assertThat(world.steps.nodes()).allSatisfy(this::orderHeldOf);
    }

    private void orderHeldOf(String node) {
        List<String> steps = world.steps.of(node);
        int confirmed = steps.indexOf("confirmed");
        int marked = steps.indexOf("marked");
        int emptied = first(steps, "evicted", "deleted");
        if (marked >= 0) {
            assertThat(confirmed)
                    .as("%s: confirmed before marked: %s", node, steps)
                    .isBetween(0, marked - 1);
        }
        if (emptied >= 0 && !deadlineForces) {
            assertThat(marked).as("%s: marked before evicted: %s", node, steps).isBetween(0, emptied - 1);
        }
    }

    private static int first(List<String> steps, String one, String other) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).equals(one) || steps.get(i).equals(other))
                .findFirst()
                .orElse(-1);
    }

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
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
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
        await().atMost(Duration.ofSeconds(15)).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
        assertThat(replica.drains.running()).isEqualTo(slow);
    }

    @Test
    void aConditionWhoseTurnComesAfterTheCancellationIsFalse() {
        // Given
        var turn = new CountDownLatch(1);
        world.nodes.beforeCondition = _ -> awaitUninterruptibly(turn);
        var replica = world.replica().lead();
        replica.flow.heard(world.notice(NoticeKind.REBALANCE_RECOMMENDED, "imds", LONG));
        await().atMost(PATIENCE).until(() -> world.broker.acknowledged() == 1);

        // When
        replica.flow.withdrawn(world.withdrawal(NoticeKind.REBALANCE_RECOMMENDED, "imds"));
        await().atMost(PATIENCE).until(() -> world.broker.acknowledged() == 2);
        turn.countDown();

        // Then once for the notice, once for the cancellation
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.nodes.conditionsOf(NODE)).containsExactly("False", "False"));
    }

    @Test
    void aConditionThatEndedInAnErrorKeepsNoLaterOneFromBeingWritten() {
        // Given
        var tried = new CountDownLatch(1);
        world.nodes.beforeCondition = _ -> {
            if (tried.getCount() > 0) {
                tried.countDown();
                throw new NoClassDefFoundError("said by the test");
            }
        };
        var replica = world.replica().lead();
        replica.flow.heard(world.notice(NoticeKind.REBALANCE_RECOMMENDED, "imds", LONG));
        awaitUninterruptibly(tried);

        // When
        replica.flow.withdrawn(world.withdrawal(NoticeKind.REBALANCE_RECOMMENDED, "imds"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.nodes.conditionsOf(NODE)).containsExactly("False"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cordonsAndOnlyThatWhenTheBrokerIsAwayAndGoesOnWhenItIsBack() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();
        world.broker.goAway();

        // When
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", LONG))).isInstanceOf(NotTakenException.class);

        // Then
        assertThat(world.steps.of(NODE)).containsExactly("cordoned");
        assertThat(world.nodes.node(NODE).taints()).isEmpty();
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("web");

        // When
        world.broker.comeBack();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE))
                .containsExactly("cordoned", "confirmed", "marked", "evicted", "noted", "drained");
        assertThat(replica.flow.heard(world.spot("imds", LONG))).isEqualTo(Heard.KNOWN);
    }

    @Test
    void whatCouldNotBePublishedForNoReasonOfTheBrokersIsPublishedWhenItIsSaidAgain() {
        // Given
        var replica = world.replica().lead();
        world.broker.breakDown();
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", LONG)))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("said by the test");

        // When
        world.broker.isMended();
        Heard heard = replica.flow.heard(world.spot("imds", LONG));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(1);
    }

    @Test
    void drainsWithoutTheBrokerOnlyWhenTheDeadlineForcesIt() {
        // Given
        deadlineForces = true;
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();
        world.broker.goAway();

        // When
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", Duration.ofSeconds(4))))
                .isInstanceOf(NotTakenException.class);
        replica.look();
        assertThat(world.steps.has("evicted")).isFalse();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("evicted"));
        assertThat(world.nodes.podsLeft(NODE)).isEmpty();
        world.broker.comeBack();
        await().atMost(PATIENCE).until(() -> world.steps.has("confirmed") && world.steps.has("drained"));
    }

    @Test
    void theNextLeaderSaysWhatDiedWithTheOneThatCordoned() {
        // Given
        var first = world.replica();
        world.broker.goAway();
        assertThatThrownBy(() -> first.flow.heard(world.spot("imds", LONG))).isInstanceOf(NotTakenException.class);
        first.die();
        world.broker.comeBack();
        assertThat(world.nodes.node(NODE).ledger().notices())
                .singleElement()
                .satisfies(entry -> assertThat(entry.step()).isEqualTo(Step.UNCONFIRMED));

        // When
        world.replica().lead();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(world.steps.of(NODE)).startsWith("cordoned", "confirmed", "marked");
    }

    @Test
    void saysItThoughTheApiServerIsAwayAndMarksWhenItIsBack() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();
        world.nodes.away = true;

        // When
        Heard heard = replica.flow.heard(world.spot("sqs", LONG));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        assertThat(world.steps.of(NODE)).containsExactly("confirmed");
        world.nodes.away = false;
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
    }

    @Test
    void theNextLeaderGoesOnWithADrain() throws InterruptedException {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var first = world.replica().lead();
        first.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.details("evicted").contains("web"));

        // When
        first.die();
        world.nodes.forbidden.clear();
        world.replica().lead();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.nodes.podsLeft(NODE)).isEmpty();
        assertThat(world.steps.count("confirmed")).isEqualTo(1);
        assertThat(world.steps.count("marked")).isEqualTo(1);
        assertThat(world.steps.count("drained")).isEqualTo(1);
    }

    @Test
    void whatIsDrainedIsNotDrainedAgainAfterARestart() {
        // Given
        var first = world.replica().lead();
        first.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        first.die();

        // When
        var second = world.replica().lead();
        second.look();

        // Then
        assertThat(second.flow.heard(world.spot("imds", LONG))).isEqualTo(Heard.KNOWN);
        assertThat(second.drains.running()).isZero();
        assertThat(world.steps.count("confirmed")).isEqualTo(1);
        assertThat(world.steps.count("drained")).isEqualTo(1);
    }

    @Test
    void oneGoingAwayHeardBySeveralSourcesAndReplicasIsOneEvent() throws Exception {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var leader = world.replica().lead();
        var standby = world.replica();
        var start = new CountDownLatch(1);
        List<Future<Heard>> heard = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String source : List.of("imds", "imds", "sqs", "sqs", "aws-node-termination-handler")) {
                Notice notice = world.spot(source, LONG.plusMillis(heard.size() * 3L));
                heard.add(threads.submit(() -> {
                    start.await();
                    return leader.flow.heard(notice);
                }));
            }
            start.countDown();
            for (Future<Heard> one : heard) {
                assertThat(one.get()).isIn(Heard.TAKEN, Heard.KNOWN);
            }
        }
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(standby.flow.heard(world.spot("sqs", LONG))).isEqualTo(Heard.KNOWN);

        // Then
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(1);
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
    }

    @Test
    void replicasThatHearAtOnceNameItAlike() {
        // Given
        var one = world.replica();
        var other = world.replica();

        // When
        one.flow.heard(world.spot("imds", LONG));
        other.flow.heard(world.spot("sqs", LONG.minusSeconds(1)));

        // Then
        assertThat(world.broker.said(TerminationNotice.class))
                .hasSize(2)
                .extracting(TerminationNotice::noticeId)
                .containsOnly(
                        world.broker.said(TerminationNotice.class).getFirst().noticeId());
        world.replica().lead();
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.count("marked")).isEqualTo(1);
        assertThat(world.steps.count("drained")).isEqualTo(1);
    }

    @Test
    void anEarlierDeadlineIsSaidAgainUnderTheSameName() {
        // Given
        var replica = world.replica().lead();
        replica.flow.heard(world.notice(NoticeKind.MAINTENANCE, "sqs", Duration.ofHours(5)));

        // When
        Heard heard = replica.flow.heard(world.notice(NoticeKind.MAINTENANCE, "imds", Duration.ofHours(2)));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        assertThat(world.broker.said(TerminationNotice.class))
                .hasSize(2)
                .extracting(TerminationNotice::noticeId)
                .containsOnly(
                        world.broker.said(TerminationNotice.class).getFirst().noticeId());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.nodes.node(NODE).ledger().notices())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.sources()).containsExactly("imds", "sqs")));
    }

    @Test
    void twoNoticesForOneNodeAreOneDrain() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.notice(NoticeKind.GROUP_SCALE_IN, "sqs", Duration.ofMinutes(5)));
        replica.flow.heard(world.spot("imds", Duration.ofMinutes(2)));
        await().atMost(PATIENCE).until(() -> world.steps.has("evicted"));

        // Then
        assertThat(replica.drains.running()).isEqualTo(1);
        assertThat(world.nodes.node(NODE).taints()).hasSize(2);
        world.nodes.forbidden.clear();
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.broker.said(NodeDrained.class).getFirst().kind()).isEqualTo(NoticeKind.SPOT_INTERRUPTION);
    }

    @Test
    void theNodeThatIsGoneEarlierEndsItsDrain() {
        // Given
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();
        replica.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> replica.drains.running() == 1 && world.steps.has("marked"));

        // When
        world.nodes.remove(NODE);
        replica.drains.changed(NODE);

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.broker.said(NodeDrained.class).getFirst().outcome()).isEqualTo(DrainOutcome.NODE_GONE);
    }

    @Test
    void aNodeWithoutAMachineThatComesBackUnderItsNameIsAnother() {
        // Given
        world.nodes.add(World.nodeWithoutMachine("bare", "uid-1"));
        var replica = world.replica().lead();
        replica.flow.heard(world.requestOf("bare"));
        await().atMost(PATIENCE).until(() -> world.steps.count("noted") == 1);

        // When
        world.nodes.remove("bare");
        world.nodes.add(World.nodeWithoutMachine("bare", "uid-2"));
        Heard heard = replica.flow.heard(world.requestOf("bare"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        assertThat(world.broker.said(TerminationNotice.class))
                .extracting(TerminationNotice::noticeId)
                .doesNotHaveDuplicates()
                .hasSize(2);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(world.nodes.node("bare").ledger().notices()).hasSize(1));
    }

    @Test
    void aNoticeOfANodeThatIsGoneAlreadyIsSaidAndDoneWith() {
        // Given
        var replica = world.replica().lead();
        world.nodes.remove(NODE);

        // When
        Heard byMachine = replica.flow.heard(world.spot("sqs", LONG));
        Heard byNode = replica.flow.heard(new Notice(
                Provider.AWS,
                INSTANCE,
                NODE,
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                world.clock.instant(),
                null,
                "imds",
                "raw"));

        // Then
        assertThat(byMachine).isEqualTo(Heard.FOREIGN);
        assertThat(byNode).isEqualTo(Heard.TAKEN);
        assertThat(world.steps.of(NODE)).containsExactly("confirmed");
    }

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
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
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
    void aWithdrawnNoticeEndsTheDrainAndTakesOurMarksOff() {
        // Given
        world.nodes.addPod(NODE, World.pod("held"));
        world.nodes.forbidden.add("held");
        var replica = world.replica().lead();
        replica.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> replica.drains.running() == 1);

        // When
        Heard heard = replica.flow.withdrawn(world.withdrawal(NoticeKind.SPOT_INTERRUPTION, "imds"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("drained") && world.steps.has("unmarked"));
        assertThat(world.broker.said(TerminationCancelled.class)).hasSize(1);
        assertThat(world.broker.said(NodeDrained.class).getFirst().outcome()).isEqualTo(DrainOutcome.CANCELLED);
        var node = world.nodes.node(NODE);
        assertThat(node.unschedulable()).isFalse();
        assertThat(node.taints()).isEmpty();

        // When it is said anew
        Heard again = replica.flow.heard(world.spot("imds", LONG));

        // Then it is another notice
        assertThat(again).isEqualTo(Heard.TAKEN);
        assertThat(world.broker.said(TerminationNotice.class))
                .extracting(TerminationNotice::noticeId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void uncordonsOnlyWhatWeCordoned() {
        // Given
        world.nodes.change(NODE, node -> node.editSpec().withUnschedulable(true).endSpec());
        var replica = world.replica().lead();
        replica.flow.heard(world.notice(NoticeKind.REBALANCE_RECOMMENDED, "imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));

        // When
        replica.flow.withdrawn(world.withdrawal(NoticeKind.REBALANCE_RECOMMENDED, "imds"));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("unmarked"));
        assertThat(world.nodes.node(NODE).unschedulable()).isTrue();
    }

    @Test
    void whatTheLedgerHoldsIsTakenBackThoughThisProcessNeverHeardOfIt() {
        // Given
        var first = world.replica().lead();
        first.flow.heard(world.notice(NoticeKind.MAINTENANCE, InstanceAction.REBOOT, "gcp-metadata", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        first.die();
        var second = world.replica().lead();

        // When its detector has begun anew, and the cloud says nothing of the kind
        Heard heard = second.flow.withdrawn(world.withdrawal(NoticeKind.MAINTENANCE, "gcp-metadata"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("unmarked"));
        assertThat(world.nodes.node(NODE).unschedulable()).isFalse();
    }

    @Test
    void aWithdrawalThatIsOlderThanWhatStandsTakesNothingBack() {
        // Given it stops, runs and stops, and the queue brings the second word last
        var replica = world.replica().lead();
        Notice stops = world.notice(NoticeKind.INSTANCE_STOPPING, "sqs", Duration.ZERO);
        replica.flow.heard(stops);
        replica.flow.heard(new Notice(
                Provider.AWS,
                INSTANCE,
                null,
                NoticeKind.INSTANCE_STOPPING,
                InstanceAction.STOP,
                stops.noticedAt().plusSeconds(600),
                stops.noticedAt().plusSeconds(600),
                "sqs",
                "raw"));

        // When
        Heard heard = replica.flow.withdrawn(new Withdrawal(
                Provider.AWS,
                INSTANCE,
                null,
                NoticeKind.INSTANCE_STOPPING,
                "sqs",
                stops.noticedAt().plusSeconds(300),
                "the instance runs again"));

        // Then
        assertThat(heard).isEqualTo(Heard.KNOWN);
        assertThat(world.broker.said(TerminationCancelled.class)).isEmpty();
    }

    @Test
    void whatOneSourceTakesBackStandsWhenOnlyAnotherSaidIt() {
        // Given
        var replica = world.replica().lead();
        replica.flow.heard(world.spot("sqs", LONG));

        // When
        Heard heard = replica.flow.withdrawn(world.withdrawal(NoticeKind.SPOT_INTERRUPTION, "imds"));

        // Then
        assertThat(heard).isEqualTo(Heard.KNOWN);
        assertThat(world.broker.said(TerminationCancelled.class)).isEmpty();
    }

    @Test
    void aSourceThatJoinedLaterTakesItBackAtAnotherReplicaThatHeardTheFirstAlone() {
        // Given
        var leader = world.replica().lead();
        var other = world.replica();
        leader.flow.heard(world.notice(NoticeKind.MAINTENANCE, "sqs", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(leader.flow.heard(world.notice(NoticeKind.MAINTENANCE, "imds", LONG)))
                .isEqualTo(Heard.KNOWN);
        assertThat(other.flow.heard(world.notice(NoticeKind.MAINTENANCE, "sqs", LONG)))
                .isEqualTo(Heard.KNOWN);
        leader.flow.noteSources();

        // When
        Heard heard = other.flow.withdrawn(world.withdrawal(NoticeKind.MAINTENANCE, "imds"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("unmarked"));
        assertThat(world.nodes.node(NODE).unschedulable()).isFalse();
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(1);
    }

    @Test
    void aSourceThatJoinedLaterTakesItBackAfterARestart() {
        // Given it joined while nobody led: there was nothing on record to add to
        var first = world.replica();
        first.flow.heard(world.notice(NoticeKind.MAINTENANCE, InstanceAction.REBOOT, "sqs", Duration.ofDays(1)));
        first.flow.heard(world.notice(NoticeKind.MAINTENANCE, InstanceAction.REBOOT, "imds", Duration.ofDays(1)));
        first.flow.noteSources();
        world.replica().lead();
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        first.flow.noteSources();
        first.flow.noteSources();
        assertThat(world.steps.of(NODE)).as("noted once").containsExactly("confirmed", "marked", "noted");

        // When
        var successor = world.replica();
        Heard heard = successor.flow.withdrawn(world.withdrawal(NoticeKind.MAINTENANCE, "imds"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("unmarked"));
    }

    @Test
    void aCancellationThatOvertakesItsNoticeIsNotForgotten() {
        // Given nobody leads
        var replica = world.replica();
        world.nodes.away = true;
        replica.flow.heard(world.spot("imds", LONG));
        replica.flow.withdrawn(world.withdrawal(NoticeKind.SPOT_INTERRUPTION, "imds"));
        var leader = world.replica();
        var cancelled = world.broker.events(TerminationCancelled.class).getFirst();
        world.nodes.away = false;

        // When
        world.broker.consume(_ -> {});
        leader.handleForTest(cancelled);
        leader.handleForTest(world.broker.events(TerminationNotice.class).getFirst());

        // Then
        assertThat(world.nodes.node(NODE).unschedulable()).isFalse();
        assertThat(world.steps.has("marked")).isFalse();
    }

    @Test
    void aRecommendationThatNothingFollowedIsTakenBackInTime() {
        // Given
        world.rebalanceTimeout = Duration.ofMillis(400);
        var replica = world.replica().lead();
        replica.flow.heard(world.notice(NoticeKind.REBALANCE_RECOMMENDED, "imds", LONG));
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(replica.drains.running()).as("cordon only").isZero();

        // When
        await().atMost(PATIENCE).until(() -> {
            replica.look();
            return world.steps.has("unmarked");
        });

        // Then
        assertThat(world.nodes.node(NODE).unschedulable()).isFalse();
        assertThat(world.broker.said(TerminationCancelled.class).getFirst().why())
                .contains("No interruption followed");
    }

    @Test
    void aRecommendationOfYesterdayIsNoNews() {
        // Given
        var replica = world.replica().lead();

        // When
        Heard heard = replica.flow.heard(world.said(Duration.ofDays(1), NoticeKind.REBALANCE_RECOMMENDED, "imds"));

        // Then
        assertThat(heard).isEqualTo(Heard.PAST);
        assertThat(world.broker.said(TerminationNotice.class)).isEmpty();
        assertThat(world.steps.has("cordoned")).isFalse();
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

    @Test
    void whatIsOnlyObservedIsSaidAndNotedAndNothingElse() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.notice(NoticeKind.SCALE_DOWN, "cluster-autoscaler", LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "noted");
        assertThat(world.nodes.node(NODE).unschedulable()).isFalse();
    }

    @Test
    void cordonOnlyIsRespectedForEachKind() {
        // Given
        world.modes = Map.of(NoticeKind.SPOT_INTERRUPTION, Mode.CORDON);
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("sqs", LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));
        assertThat(replica.drains.running()).isZero();
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("web");
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
    void leavesAloneWhatIsNotManaged() {
        world.managed = List.of("ondes.dev/managed=yes");
        var replica = world.replica().lead();

        assertThat(replica.flow.heard(world.spot("sqs", LONG))).isEqualTo(Heard.UNMANAGED);
        assertThat(world.steps.of(NODE)).isEmpty();

        world.nodes.change(
                NODE,
                node -> node.editMetadata()
                        .addToLabels("ondes.dev/managed", "yes")
                        .endMetadata());
        assertThat(replica.flow.heard(world.spot("sqs", LONG))).isEqualTo(Heard.TAKEN);
    }

    @Test
    void aDryRunDoesNothing() {
        world.dryRun = true;
        var replica = world.replica().lead();

        assertThat(replica.flow.heard(world.spot("sqs", LONG))).isEqualTo(Heard.DRY_RUN);
        assertThat(world.steps.of(NODE)).isEmpty();
        assertThat(world.nodes.calls).hasValue(0);
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
                            "i-0bbb" + Integer.toHexString(i),
                            null,
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
        await().atMost(PATIENCE).until(() -> world.steps.count("drained") == count);
        assertThat(world.steps.of("many-7")).containsExactly("confirmed", "marked", "evicted", "noted", "drained");
        // A patch, a condition, a list of pods, a note: with nothing to evict but on one of them.
        assertThat(world.nodes.calls.get()).isBetween(4L * count, 5L * count);
        assertThat(world.nodes.node("many-7").taints())
                .extracting(taint -> taint.getKey())
                .containsExactly(NodeMarks.taint(NoticeKind.SPOT_INTERRUPTION.cause()));
    }
}
