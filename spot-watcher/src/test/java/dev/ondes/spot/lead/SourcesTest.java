package dev.ondes.spot.lead;

import static dev.ondes.spot.lead.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several sources and replicas hear of one going away, and some after a restart. */
class SourcesTest extends OrderWatch {
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
        await().atMost(PATIENCE).until(() -> world.steps.has("noted"));
        assertThat(standby.flow.heard(world.spot("sqs", LONG))).isEqualTo(Heard.KNOWN);

        // Then
        assertThat(world.broker.said(TerminationNotice.class)).hasSize(1);
        assertThat(world.steps.of(NODE)).containsExactly("confirmed", "marked", "evicted", "drained", "noted");
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
    void anEarlierDeadlineStaysThoughTheLaterOneIsHandledAfterIt() {
        // Given
        var teller = world.replica();
        teller.flow.heard(world.notice(NoticeKind.MAINTENANCE, "sqs", Duration.ofHours(5)));
        teller.flow.heard(world.notice(NoticeKind.MAINTENANCE, "imds", Duration.ofHours(2)));
        List<Event<?>> said = world.broker.events(TerminationNotice.class);

        // When
        var leader = world.replica();
        said.reversed().forEach(leader::handleForTest);

        // Then
        assertThat(world.nodes.node(NODE).ledger().notices()).singleElement().satisfies(entry -> {
            assertThat(entry.deadline())
                    .isEqualTo(
                            world.broker.said(TerminationNotice.class).getLast().deadline());
            assertThat(entry.sources()).containsExactly("imds", "sqs");
        });
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
}
