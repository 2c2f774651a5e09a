package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker is away, or takes no event: the one exception from the order, in which the cordon goes first, and only it. */
class BrokerFaultsTest extends OrderWatch {
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
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE))
                .containsExactly("cordoned", "confirmed", "marked", "evicted", "drained", "noted");
        assertThat(replica.flow.heard(world.spot("imds", LONG))).isEqualTo(Heard.KNOWN);
    }

    @Test
    void whatCannotBePublishedAtAllGetsItsNodeCordonedToo() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        var replica = world.replica().lead();
        world.broker.breakDown();

        // When
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", LONG)))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("said by the test");

        // Then
        assertThat(world.steps.of(NODE)).containsExactly("cordoned");
        assertThat(world.nodes.podsLeft(NODE)).containsExactly("web");
    }

    @Test
    void whatCouldNotBePublishedForNoReasonOfTheBrokersIsPublishedWhenItIsSaidAgain() {
        // Given
        var replica = world.replica().lead();
        world.broker.breakDown();
        assertThatThrownBy(() -> replica.flow.heard(world.spot("imds", LONG))).isInstanceOf(NotTakenException.class);

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
    void theNextLeaderSaysTheEndOfADrainThatDiedWithTheOneThatDrained() {
        // Given
        world.sayPatience = Duration.ofMinutes(1);
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.beforeEviction = _ -> world.broker.goAway();
        var first = world.replica().lead();
        first.flow.heard(world.spot("imds", LONG));
        await().atMost(PATIENCE).until(() -> first.outbox.waiting() == 1);

        // When
        first.die();
        world.broker.comeBack();
        world.replica().lead();

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
        assertThat(world.broker.said(NodeDrained.class))
                .singleElement()
                .satisfies(drained -> assertThat(drained.outcome()).isEqualTo(DrainOutcome.COMPLETED));
    }

    @Test
    void theEndOfADrainIsNotedWithoutABrokerThatIsAwayForLong() {
        // Given
        world.nodes.addPod(NODE, World.pod("web"));
        world.nodes.beforeEviction = _ -> world.broker.goAway();
        var replica = world.replica().lead();

        // When
        replica.flow.heard(world.spot("imds", LONG));

        // Then
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(world.steps.has("drained")).isFalse();
        world.broker.comeBack();
        await().atMost(PATIENCE).until(() -> world.steps.has("drained"));
    }

    @Test
    void theNextLeaderSaysAlsoWhatWasDrainedWithoutTheBroker() {
        // Given
        deadlineForces = true;
        world.nodes.addPod(NODE, World.pod("web"));
        var first = world.replica().lead();
        world.broker.goAway();
        assertThatThrownBy(() -> first.flow.heard(world.spot("imds", Duration.ofSeconds(4))))
                .isInstanceOf(NotTakenException.class);
        first.look();
        await().atMost(PATIENCE).until(() -> step() == Step.DRAINED_UNCONFIRMED);
        first.die();
        world.broker.comeBack();

        // When
        var second = world.replica().lead();

        // Then
        await().atMost(PATIENCE).until(() -> step() == Step.DRAINED);
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(1);
        assertThat(second.drains.running()).isZero();
    }

    private Step step() {
        return world.nodes.node(NODE).ledger().notices().getFirst().step();
    }
}
