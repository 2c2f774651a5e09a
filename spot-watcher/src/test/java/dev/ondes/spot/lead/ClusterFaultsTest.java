package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.INSTANCE;
import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The API server is away, or late, or the node is gone. */
class ClusterFaultsTest extends OrderWatch {
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
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
    }

    @Test
    void whoElseSaidItIsNotAskedOfAnApiServerThatJustFailed() {
        // Given
        world.nodes.add(World.node("node-2", "i-0ddd2"));
        world.nodes.add(World.node("node-3", "i-0ddd3"));
        var replica = world.replica().lead();
        for (String machine : List.of(INSTANCE, "i-0ddd2", "i-0ddd3")) {
            replica.flow.heard(world.noticeOf(machine, NoticeKind.REBALANCE_RECOMMENDED, "sqs", null));
            replica.flow.heard(world.noticeOf(machine, NoticeKind.REBALANCE_RECOMMENDED, "imds", null));
        }
        await().atMost(PATIENCE).until(() -> world.broker.acknowledged() == 3 && world.nodes.conditions() == 3);
        world.nodes.away = true;
        world.nodes.turns.set(0);

        // When
        replica.flow.noteSources();

        // Then
        assertThat(world.nodes.turns).hasValue(1);
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
                new NodeId(NODE, null, INSTANCE),
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

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
