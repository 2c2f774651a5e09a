package dev.ondes.detector.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.cloud.TestClock;
import dev.ondes.cloud.metadata.AwsIdentity;
import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.GcpMachine;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.TestNode;
import dev.ondes.detector.watch.MetadataException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GCP's monitors against a stand-in of its metadata server. */
class GcpCloudIT {
    private static final GcpSettings SETTINGS =
            new GcpSettings(Duration.ofSeconds(30), Map.of("ci-spot", Duration.ofSeconds(120)), Duration.ofSeconds(60));

    private final TestNode node = new TestNode();
    private final GcpMachine machine =
            node.metadata.put(TestNode.NAME, new GcpMachine("gke-ci-1", "e2-standard-4", "europe-west1-b"));
    private final GcpCloud cloud = new GcpCloud(node.endpoint(), SETTINGS, node.clock, TestNode.INTERVAL);

    @AfterEach
    void close() {
        node.close();
    }

    private CompletableFuture<Boolean> lookMeanwhile(String monitor) {
        CompletableFuture<Boolean> look = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                look.complete(node.look(monitor));
            } catch (MetadataException e) {
                look.completeExceptionally(e);
            }
        });
        return look;
    }

    @Test
    void tellsAPreemptionAsSoonAsTheHeldRequestIsAnswered() throws Exception {
        node.watch(cloud);
        node.look("preempted");
        int before = machine.calls(GcpMachine.PREEMPTED);
        CompletableFuture<Boolean> look = lookMeanwhile("preempted");
        await().until(() -> machine.calls(GcpMachine.PREEMPTED) > before);
        assertThat(look).isNotDone();

        machine.preempt();

        assertThat(look.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(node.news())
                .containsExactly(new DetectedNotice(
                        Provider.GCP,
                        "gke-ci-1",
                        TestNode.NAME,
                        "e2-standard-4",
                        "europe-west1-b",
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        TestClock.START,
                        TestClock.START.plusSeconds(30),
                        "gcp-metadata",
                        "preempted",
                        false));
    }

    @Test
    void countsTheNodePoolsOwnNotice() throws Exception {
        machine.nodePool("ci-spot");
        machine.preempt();
        node.watch(cloud);

        node.look("preempted");

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::deadline)
                .isEqualTo(TestClock.START.plusSeconds(120));
    }

    @Test
    void tellsMaintenanceThatEndsTheMachineAndItsEnd() throws Exception {
        node.watch(cloud);
        machine.maintenance("TERMINATE_ON_HOST_MAINTENANCE");
        node.look("maintenance");
        node.clock.pass(Duration.ofSeconds(20));
        machine.maintenance("NONE");

        node.look("maintenance");

        assertThat(node.news())
                .satisfiesExactly(
                        notice -> {
                            assertThat(notice.kind()).isEqualTo(NoticeKind.MAINTENANCE);
                            assertThat(notice.deadline()).isEqualTo(TestClock.START.plusSeconds(60));
                        },
                        withdrawal -> assertThat(withdrawal.withdrawn()).isTrue());
    }

    @Test
    void tellsAtItsStartWhatTheCloudSaysNothingOf() throws Exception {
        node.watch(cloud);
        machine.undefine(GcpMachine.PREEMPTED);

        for (int look = 0; look < 2; look++) {
            node.look("preempted");
            machine.maintenance(look == 0 ? "NONE" : "MIGRATE_ON_HOST_MAINTENANCE");
            node.look("maintenance");
        }

        assertThat(node.notSeen).containsExactly(NoticeKind.SPOT_INTERRUPTION, NoticeKind.MAINTENANCE);
    }

    @Test
    void leavesALiveMigrationAlone() throws Exception {
        node.watch(cloud);
        machine.maintenance("MIGRATE_ON_HOST_MAINTENANCE");

        boolean said = node.look("maintenance");

        assertThat(said).isFalse();
        assertThat(node.news()).isEmpty();
    }

    @Test
    void asksAgainAtOnceAfterAChangeAndRarelyWhereTheKeyIsUnknown() throws Exception {
        node.watch(cloud);
        node.look("preempted");
        assertThat(node.monitor("preempted").interval()).isZero();
        machine.undefine(GcpMachine.PREEMPTED);

        node.look("preempted");

        assertThat(node.monitor("preempted").interval()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void tellsAnAilingServerFromAnotherCloud() {
        machine.failWith(Fault.UNAVAILABLE);

        assertThatThrownBy(cloud::identify)
                .isInstanceOfSatisfying(
                        MetadataException.class,
                        e -> assertThat(e.trouble().wire()).isEqualTo("ailing"));
    }

    @Test
    void isNotDeceivedByAnotherCloudsService() throws Exception {
        node.metadata.put(TestNode.NAME, new AwsMachine(AwsIdentity.spot("i-1"), node.clock));

        assertThat(cloud.identify()).isEmpty();
    }
}
