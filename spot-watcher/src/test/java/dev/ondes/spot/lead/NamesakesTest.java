package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.INSTANCE;
import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node has gone and another has its name: what is said of the one is not done to the other. */
class NamesakesTest extends OrderWatch {
    private static final String LATER = "i-0bbbbbbbbbbbbbbb2";

    @Test
    void theEndOfANodeIsNotWrittenOnTheOneThatHasItsName() {
        // Given
        var replica = world.replica().lead();
        replaceNode();

        // When
        Heard heard = replica.flow.heard(new Notice(
                Provider.KUBERNETES,
                new NodeId(NODE, "uid-node-1", INSTANCE),
                NoticeKind.NODE_DELETED,
                InstanceAction.UNKNOWN,
                world.clock.instant(),
                world.clock.instant(),
                "control-plane",
                "raw"));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        assertThat(world.broker.said(TerminationNotice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.node()).isEqualTo(NODE);
            assertThat(notice.nodeUid()).isEqualTo("uid-node-1");
            assertThat(notice.instanceId()).isEqualTo(INSTANCE);
            assertThat(notice.jobs()).isEmpty();
        });
        assertLeftAlone(1);
    }

    @Test
    void aNoticeThatLeavesTheOutboxLateMarksNoOtherMachine() {
        // Given
        var replica = world.replica().lead();
        world.broker.goAway();
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", LONG))).isInstanceOf(NotTakenException.class);
        replaceNode();

        // When
        world.broker.comeBack();

        // Then
        assertLeftAlone(1);
        assertThat(world.steps.of(NODE)).containsExactly("cordoned", "confirmed");
    }

    @Test
    void aNoticeThatKnowsNoUidIsKnownByItsMachine() {
        // Given
        var replica = world.replica();
        replaceNode();

        // When
        replica.handleForTest(event(new TerminationNotice(
                "n",
                NODE,
                null,
                Provider.AWS,
                INSTANCE,
                null,
                null,
                null,
                CapacityType.SPOT,
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                world.clock.instant(),
                null,
                List.of("imds"),
                List.of())));

        // Then
        assertLeftAlone(0);
    }

    @Test
    void aCancellationThatComesLateIsNotWrittenOnAnotherMachine() {
        // Given
        var replica = world.replica();
        replaceNode();

        // When
        replica.handleForTest(event(new TerminationCancelled(
                "n",
                NODE,
                "uid-node-1",
                Provider.AWS,
                INSTANCE,
                NoticeKind.SPOT_INTERRUPTION,
                world.clock.instant(),
                "It came to nothing")));

        // Then
        assertLeftAlone(0);
    }

    @Test
    void aMachineThatComesAgainUnderItsNameHasNoticesOfItsOwn() {
        // Given a machine of GCE, whose name is all that its cloud calls it by
        var replica = world.replica();
        world.nodes.add(gce("uid-1"));
        Instant before = world.clock.instant().minus(Duration.ofHours(2));
        replica.flow.heard(preempted(before));

        // When
        world.nodes.remove("gke-ci-1");
        world.nodes.add(gce("uid-2"));
        Instant now = world.clock.instant();
        Heard heard = replica.flow.heard(preempted(now));

        // Then
        assertThat(heard).isEqualTo(Heard.TAKEN);
        assertThat(world.broker.said(TerminationNotice.class))
                .extracting(TerminationNotice::nodeUid, TerminationNotice::noticedAt)
                .containsExactly(tuple("uid-1", before), tuple("uid-2", now));
        assertThat(world.broker.said(TerminationNotice.class))
                .extracting(TerminationNotice::noticeId)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasSaidBeforeTheNodeWasSeenIsKnownAndTakenBackUnderItsName() {
        // Given a replica that hasn't seen it yet
        world.nodes.remove(NODE);
        var replica = world.replica();
        replica.flow.heard(new Notice(
                Provider.AWS,
                new NodeId(NODE, null, INSTANCE),
                NoticeKind.REBALANCE_RECOMMENDED,
                InstanceAction.TERMINATE,
                world.clock.instant(),
                null,
                "imds",
                "raw"));
        world.nodes.add(World.node(NODE, INSTANCE));
        world.replica().lead();
        await().atMost(PATIENCE).until(() -> world.steps.has("marked"));

        // When
        Heard again = replica.flow.heard(world.noticeOf(INSTANCE, NoticeKind.REBALANCE_RECOMMENDED, "imds", null));
        Heard back = replica.flow.withdrawn(world.withdrawal(NoticeKind.REBALANCE_RECOMMENDED, "imds"));

        // Then
        assertThat(again).isEqualTo(Heard.KNOWN);
        assertThat(back).isEqualTo(Heard.TAKEN);
        await().atMost(PATIENCE).until(() -> world.steps.has("unmarked"));
    }

    /** The machine goes, and a new one gets its private address, and so its name. */
    private void replaceNode() {
        world.nodes.remove(NODE);
        world.nodes.add(new NodeBuilder(World.node(NODE, LATER))
                .editMetadata()
                .withUid("uid-later")
                .endMetadata()
                .build());
    }

    private static Node gce(String uid) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("gke-ci-1")
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .withProviderID("gce://project/europe-west1-b/gke-ci-1")
                .endSpec()
                .build();
    }

    private static Notice preempted(Instant at) {
        return new Notice(
                Provider.GCP,
                new NodeId("gke-ci-1", null, "gke-ci-1"),
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                at,
                null,
                "gcp-metadata",
                "raw");
    }

    private void assertLeftAlone(int messages) {
        await().atMost(PATIENCE).until(() -> world.broker.acknowledged() == messages);
        var later = world.nodes.node(NODE);
        assertThat(later.ledger()).isEqualTo(Ledger.EMPTY);
        assertThat(later.unschedulable()).isFalse();
        assertThat(later.taints()).isEmpty();
        assertThat(world.nodes.conditions()).isZero();
    }

    private Event<?> event(EventData data) {
        return new Event<>("id", "/spot-watcher", world.clock.instant(), data.subject(), null, data);
    }
}
