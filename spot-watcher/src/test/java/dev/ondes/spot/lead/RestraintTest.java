package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.settings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is only said, only cordoned, or left alone. */
class RestraintTest extends OrderWatch {
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
}
