package dev.ondes.detector.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.TestClock;
import dev.ondes.cloud.metadata.AzureMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.GcpMachine;
import dev.ondes.cloud.metadata.ScheduledEvent;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.TestNode;
import dev.ondes.detector.watch.MetadataException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure's monitor against a stand-in of its scheduled events. */
class AzureCloudIT {
    private static final String VM = "aks-spot-12345678-vmss_7";
    private static final Instant IN_30_SECONDS = TestClock.START.plusSeconds(30);

    private final TestNode node = new TestNode();
    private final AzureMachine machine =
            node.metadata.put(TestNode.NAME, new AzureMachine(VM, "Standard_D4s_v5", "westeurope"));

    @AfterEach
    void close() {
        node.close();
    }

    private AzureCloud watch(Approve approve) throws MetadataException {
        var cloud = new AzureCloud(node.endpoint(), approve, node.clock, TestNode.INTERVAL);
        node.watch(cloud);
        return cloud;
    }

    private static ScheduledEvent event(String id, String type, String vm, int seconds) {
        return new ScheduledEvent(id, type, List.of("aks-spot-12345678-vmss_1", vm), IN_30_SECONDS, seconds);
    }

    @Test
    void tellsAPreemptionOfThisMachineOnce() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Preempt", VM.toUpperCase(java.util.Locale.ROOT), -1));

        node.look("events");
        node.look("events");

        assertThat(node.news())
                .containsExactly(new DetectedNotice(
                        Provider.AZURE,
                        VM,
                        TestNode.NAME,
                        "Standard_D4s_v5",
                        "westeurope-1",
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        TestClock.START,
                        IN_30_SECONDS,
                        "azure-scheduled-events",
                        "event-1",
                        false));
    }

    @Test
    void leavesEventsOfOtherMachinesAlone() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Preempt", "aks-spot-12345678-vmss_77", -1));

        boolean said = node.look("events");

        assertThat(said).isFalse();
        assertThat(node.news()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Terminate,-1,GROUP_SCALE_IN,TERMINATE",
        "Reboot,-1,MAINTENANCE,REBOOT",
        "Redeploy,-1,MAINTENANCE,REBOOT",
        "Freeze,-1,MAINTENANCE,UNKNOWN",
        "Freeze,300,MAINTENANCE,UNKNOWN"
    })
    void tellsWhatKindOfEvent(String type, int seconds, NoticeKind kind, InstanceAction action) throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", type, VM, seconds));

        node.look("events");

        assertThat(node.news())
                .extracting(DetectedNotice::kind, DetectedNotice::action)
                .containsExactly(Assertions.tuple(kind, action));
    }

    @Test
    void staysThroughAFreezeOfAMoment() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Freeze", VM, 5));

        node.look("events");

        assertThat(node.news()).isEmpty();
    }

    @Test
    void takesBackWhatVanishes() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        node.look("events");
        machine.vanish("event-1");

        node.look("events");
        node.look("events");

        assertThat(node.news()).extracting(DetectedNotice::withdrawn).containsExactly(false, true);
    }

    @Test
    void tellsAtItsStartWhatTheCloudSaysNothingOf() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Reboot", VM, -1));

        node.look("events");
        node.look("events");

        assertThat(node.notSeen).containsExactly(NoticeKind.SPOT_INTERRUPTION, NoticeKind.GROUP_SCALE_IN);
    }

    @Test
    void doesNotTakeSilenceForAVanishedEvent() throws Exception {
        watch(Approve.NEVER);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        node.look("events");
        machine.failAt("", Fault.UNAVAILABLE, Duration.ZERO, 1);

        Assertions.assertThatThrownBy(() -> node.look("events")).isInstanceOf(MetadataException.class);
        node.look("events");

        assertThat(node.news()).hasSize(1);
    }

    @Test
    void approvesOnceEverythingHasLeft() throws Exception {
        AzureCloud cloud = watch(Approve.HANDLED);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        node.look("events");
        DetectedNotice notice = node.news().getFirst();
        cloud.handedOver(notice, false);
        node.look("events");
        assertThat(machine.started()).isEmpty();
        cloud.handedOver(notice, true);

        node.look("events");

        assertThat(machine.started()).containsExactly("event-1");
        node.look("events");
        // It has begun, and has no time any more: the one that was said stays.
        assertThat(node.news()).isEmpty();
        assertThat(cloud.wantsToKnowWhenHandled()).isTrue();
    }

    @Test
    void approvesOnConfirmationOrNeverAsTold() throws Exception {
        AzureCloud cloud = watch(Approve.NEVER);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        node.look("events");
        DetectedNotice notice = node.news().getFirst();
        cloud.handedOver(notice, true);
        node.look("events");
        assertThat(machine.started()).isEmpty();

        AzureCloud other = watch(Approve.CONFIRMED);
        other.handedOver(notice, false);
        node.look("events");

        assertThat(machine.started()).containsExactly("event-1");
    }

    @Test
    void approvesAgainWhereAzureAilsAndForgetsWhatIsOver() throws Exception {
        AzureCloud cloud = watch(Approve.CONFIRMED);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        machine.schedule(event("event-2", "Preempt", VM, -1));
        node.look("events");
        node.news().forEach(notice -> cloud.handedOver(notice, false));
        machine.vanish("event-2");
        machine.failAt("POST", Fault.UNAVAILABLE, Duration.ZERO, 1);

        Assertions.assertThatThrownBy(() -> node.look("events")).hasMessageContaining("POST");
        node.look("events");

        assertThat(machine.started()).containsExactly("event-1");
    }

    @Test
    void hearsOfAPreemptionWhileAzureTakesNoApproval() throws Exception {
        AzureCloud cloud = watch(Approve.CONFIRMED);
        machine.schedule(event("event-1", "Reboot", VM, -1));
        node.look("events");
        cloud.handedOver(node.news().getFirst(), false);
        machine.failAt("POST", Fault.UNAVAILABLE, Duration.ZERO, 1);
        machine.schedule(event("event-2", "Preempt", VM, -1));

        Assertions.assertThatThrownBy(() -> node.look("events")).hasMessageContaining("POST");

        assertThat(node.news()).extracting(DetectedNotice::kind).containsExactly(NoticeKind.SPOT_INTERRUPTION);
    }

    @Test
    void waitsLongForTheFirstAnswerAlone() throws Exception {
        watch(Approve.NEVER);
        machine.firstCallTakes(Duration.ofMillis(600));

        boolean first = node.monitor("events").look(Duration.ofMillis(50));

        assertThat(first).isFalse();
        machine.failAt("", Fault.SLOW, Duration.ofMillis(600), 1);
        Assertions.assertThatThrownBy(() -> node.monitor("events").look(Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        MetadataException.class,
                        e -> assertThat(e.trouble().wire()).isEqualTo("silent"));
    }

    @Test
    void isNotDeceivedByAnotherCloudsService() throws Exception {
        node.metadata.put(TestNode.NAME, new GcpMachine("gke-1", "e2", "europe-west1-b"));

        assertThat(new AzureCloud(node.endpoint(), Approve.NEVER, node.clock, TestNode.INTERVAL).identify())
                .isEmpty();
    }
}
