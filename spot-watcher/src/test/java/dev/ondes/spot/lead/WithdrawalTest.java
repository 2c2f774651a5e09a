package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.INSTANCE;
import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Withdrawal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was said is taken back: by its source, by time, or before it was heard. */
class WithdrawalTest extends OrderWatch {
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
                NodeId.ofMachine(INSTANCE),
                NoticeKind.INSTANCE_STOPPING,
                InstanceAction.STOP,
                stops.noticedAt().plusSeconds(600),
                stops.noticedAt().plusSeconds(600),
                "sqs",
                "raw"));

        // When
        Heard heard = replica.flow.withdrawn(new Withdrawal(
                Provider.AWS,
                NodeId.ofMachine(INSTANCE),
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
}
