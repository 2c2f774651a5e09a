package dev.ondes.detector.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.cloud.TestClock;
import dev.ondes.cloud.metadata.AwsIdentity;
import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.MaintenanceEvent;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.TestNode;
import dev.ondes.detector.watch.MetadataException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS' monitors against a stand-in of its metadata service. */
class AwsCloudIT {
    private static final Instant IN_TWO_MINUTES = TestClock.START.plusSeconds(120);

    private final TestNode node = new TestNode();
    private final AwsMachine machine =
            node.metadata.put(TestNode.NAME, new AwsMachine(AwsIdentity.spot("i-0aaaaaaaaaaaaaaa1"), node.clock));
    private final AwsCloud cloud = new AwsCloud(node.endpoint(), node.clock, TestNode.INTERVAL);

    @BeforeEach
    void begin() throws Exception {
        node.watch(cloud);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private MaintenanceEvent maintenance(String id, String code, Duration in) {
        Instant begin = TestClock.START.plus(in);
        return new MaintenanceEvent(
                id, code, "The instance is scheduled for it", begin, begin.plusSeconds(7200), "active");
    }

    @Test
    void tellsTheWholeInterruptionOnce() throws Exception {
        machine.interrupt("terminate", IN_TWO_MINUTES);

        node.look("spot");
        node.look("spot");

        assertThat(node.news())
                .containsExactly(new DetectedNotice(
                        Provider.AWS,
                        "i-0aaaaaaaaaaaaaaa1",
                        TestNode.NAME,
                        "m6i.xlarge",
                        "eu-west-1b",
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        TestClock.START,
                        IN_TWO_MINUTES,
                        "imds",
                        "terminate",
                        false));
    }

    @ParameterizedTest
    @CsvSource({"terminate,TERMINATE", "stop,STOP", "hibernate,HIBERNATE", "evaporate,UNKNOWN"})
    void tellsWhatWillBeDoneToTheMachine(String word, InstanceAction action) throws Exception {
        machine.interrupt(word, IN_TWO_MINUTES);

        node.look("spot");

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::action)
                .isEqualTo(action);
    }

    @Test
    void bearsFractionsOfSecondsAndATimeThatMovesALittleWithEachLook() throws Exception {
        machine.interrupt("terminate", Instant.parse("2026-03-04T10:02:00.003Z"));
        machine.drift(Duration.ofSeconds(1));

        for (int look = 0; look < 40; look++) {
            node.look("spot");
        }

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::deadline)
                .isEqualTo(Instant.parse("2026-03-04T10:02:00.003Z"));
    }

    @Test
    void tellsAgainWhenTheTimeIsMovedForGood() throws Exception {
        machine.interrupt("terminate", IN_TWO_MINUTES);
        node.look("spot");
        machine.interrupt("terminate", IN_TWO_MINUTES.minusSeconds(60));

        node.look("spot");

        assertThat(node.news())
                .extracting(DetectedNotice::deadline)
                .containsExactly(IN_TWO_MINUTES, IN_TWO_MINUTES.minusSeconds(60));
    }

    @Test
    void isQuietWhereThereIsNoNotice() throws Exception {
        boolean said = node.look("spot") | node.look("rebalance") | node.look("lifecycle") | node.look("maintenance");

        assertThat(said).isFalse();
        assertThat(node.news()).isEmpty();
    }

    @Test
    void standsByAnInterruptionThatNoLongerShowsBeforeItsTime() throws Exception {
        machine.interrupt("terminate", IN_TWO_MINUTES);
        node.look("spot");
        machine.forgetInterruption();
        node.clock.pass(Duration.ofSeconds(121));
        node.news();

        node.look("spot");

        assertThat(node.news()).isEmpty();
    }

    @Test
    void takesItBackWhereTheMachineIsStillHereLongAfter() throws Exception {
        machine.interrupt("hibernate", TestClock.START);
        node.look("spot");
        machine.forgetInterruption();
        node.clock.pass(Duration.ofHours(3));
        node.news();

        node.look("spot");

        assertThat(node.news()).singleElement().satisfies(notice -> {
            assertThat(notice.withdrawn()).isTrue();
            assertThat(notice.kind()).isEqualTo(NoticeKind.SPOT_INTERRUPTION);
            assertThat(notice.noticedAt()).isEqualTo(TestClock.START.plus(Duration.ofHours(3)));
        });
    }

    @Test
    void tellsARebalanceRecommendationAndItsEnd() throws Exception {
        machine.recommendRebalance();
        node.look("rebalance");
        machine.forgetRebalance();

        node.look("rebalance");
        node.look("rebalance");

        assertThat(node.news())
                .extracting(DetectedNotice::kind, DetectedNotice::withdrawn)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(NoticeKind.REBALANCE_RECOMMENDED, false),
                        org.assertj.core.api.Assertions.tuple(NoticeKind.REBALANCE_RECOMMENDED, true));
    }

    @Test
    void aRecommendationIsAsOldAsAwsSays() throws Exception {
        machine.recommendRebalance();
        node.clock.pass(Duration.ofHours(20));

        node.look("rebalance");

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::noticedAt)
                .isEqualTo(TestClock.START);
    }

    @Test
    void tellsAGroupsScaleInOnceHoweverLongTheStateLasts() throws Exception {
        machine.targetState("InService");
        node.look("lifecycle");
        machine.targetState("Terminated");

        for (int look = 0; look < 200; look++) {
            node.clock.pass(Duration.ofSeconds(1));
            node.look("lifecycle");
        }

        assertThat(node.news()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.GROUP_SCALE_IN);
            assertThat(notice.action()).isEqualTo(InstanceAction.TERMINATE);
            assertThat(notice.deadline()).isNull();
        });
    }

    @Test
    void takesAScaleInBackWhenTheGroupDoes() throws Exception {
        machine.targetState("Terminated");
        node.look("lifecycle");
        machine.targetState("InService");
        node.news();

        node.look("lifecycle");

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::withdrawn)
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({"Warmed:Stopped,STOP", "Warmed:Hibernated,HIBERNATE", "Warmed:Terminated,TERMINATE"})
    void tellsMovesIntoAWarmPool(String state, InstanceAction action) throws Exception {
        machine.targetState(state);

        node.look("lifecycle");

        assertThat(node.news())
                .singleElement()
                .extracting(DetectedNotice::action)
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"Detached", "Standby", "InService"})
    void leavesStatesAloneInWhichTheMachineRunsOn(String state) throws Exception {
        machine.targetState(state);

        node.look("lifecycle");

        assertThat(node.news()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "system-reboot,REBOOT",
        "instance-reboot,REBOOT",
        "instance-stop,STOP",
        "instance-retirement,TERMINATE",
        "system-maintenance,UNKNOWN"
    })
    void tellsMaintenanceWithItsDate(String code, InstanceAction action) throws Exception {
        machine.schedule(maintenance("instance-event-1", code, Duration.ofDays(1)));

        node.look("maintenance");
        node.look("maintenance");

        assertThat(node.news()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.MAINTENANCE);
            assertThat(notice.action()).isEqualTo(action);
            assertThat(notice.rawId()).isEqualTo("instance-event-1");
            // 5 Mar 2026: the day isn't padded.
            assertThat(notice.deadline()).isEqualTo(Instant.parse("2026-03-05T10:00:00Z"));
        });
    }

    @Test
    void takesMaintenanceBackWhenTheLastEventIsCancelled() throws Exception {
        machine.schedule(maintenance("event-1", "system-reboot", Duration.ofDays(1)));
        machine.schedule(maintenance("event-2", "instance-stop", Duration.ofDays(2)));
        node.look("maintenance");
        machine.cancelMaintenance("event-1");
        node.look("maintenance");
        machine.cancelMaintenance("event-2");

        node.look("maintenance");

        assertThat(node.news())
                .extracting(notice -> notice.rawId() + (notice.withdrawn() ? " withdrawn" : ""))
                .containsExactly("event-1", "event-2", "event-2 withdrawn");
    }

    @Test
    void takesAnEventForOverThatIsStillListedAsCancelled() throws Exception {
        machine.schedule(maintenance("event-1", "system-reboot", Duration.ofDays(1)));
        node.look("maintenance");
        machine.schedule(new MaintenanceEvent(
                "event-1", "system-reboot", "[Canceled] no more", IN_TWO_MINUTES, IN_TWO_MINUTES, "canceled"));

        node.look("maintenance");

        assertThat(node.news()).extracting(DetectedNotice::withdrawn).containsExactly(false, true);
    }

    @Test
    void tellsAtItsStartThatMaintenanceIsOverWhichAnEarlierRunAnnounced() throws Exception {
        machine.schedule(maintenance("event-1", "system-reboot", Duration.ofMinutes(5)));
        machine.completeMaintenance("event-1");
        node.watch(cloud);

        node.look("maintenance");
        node.look("maintenance");

        assertThat(node.notSeen).containsExactly(NoticeKind.MAINTENANCE);
    }

    @Test
    void tellsAtItsStartWhatTheCloudSaysNothingOf() throws Exception {
        for (int look = 0; look < 2; look++) {
            node.look("rebalance");
            node.look("lifecycle");
        }

        assertThat(node.notSeen).containsExactly(NoticeKind.REBALANCE_RECOMMENDED, NoticeKind.GROUP_SCALE_IN);
    }

    @Test
    void takesNothingBackAtItsStartThatIsStillSaid() throws Exception {
        machine.schedule(maintenance("event-1", "system-reboot", Duration.ofDays(1)));
        machine.recommendRebalance();

        node.look("maintenance");
        node.look("rebalance");

        assertThat(node.notSeen).isEmpty();
    }

    @Test
    void takesAnInterruptionBackThatAnEarlierRunHeardOnlyWhenItsTimeIsSurelyOver() throws Exception {
        node.look("spot");
        node.clock.pass(Duration.ofMinutes(3));
        node.look("spot");
        assertThat(node.notSeen).isEmpty();
        node.clock.pass(Duration.ofSeconds(1));

        node.look("spot");
        node.look("spot");

        assertThat(node.notSeen).containsExactly(NoticeKind.SPOT_INTERRUPTION);
    }

    @Test
    void usesOneTokenForAllAndRenewsItBeforeItEnds() throws Exception {
        node.look("spot");
        node.look("rebalance");
        assertThat(machine.tokensGiven()).isEqualTo(1);
        node.clock.pass(Duration.ofHours(6).minus(Duration.ofMinutes(4)));

        node.look("spot");

        assertThat(machine.tokensGiven()).isEqualTo(2);
    }

    @Test
    void renewsATokenThatIsRefusedAndAsksOnceMore() throws Exception {
        machine.interrupt("stop", IN_TWO_MINUTES);
        machine.expireTokens();

        boolean said = node.look("spot");

        assertThat(said).isTrue();
        assertThat(machine.tokensGiven()).isEqualTo(2);
        assertThat(machine.calls(AwsMachine.SPOT)).isEqualTo(2);
    }

    @Test
    void neverAsksWithoutAToken() throws Exception {
        machine.failAt("PUT", Fault.UNAVAILABLE, Duration.ZERO, 1);
        machine.expireTokens();

        assertThatThrownBy(() -> node.look("spot"))
                .hasMessageContaining("PUT /latest/api/token")
                .hasMessageContaining("503");

        assertThat(machine.calls(AwsMachine.SPOT)).isEqualTo(1);
    }

    @Test
    void saysWhatToDoWhereTheTokensAnswerNeverComes() {
        machine.expireTokens();
        machine.failAt("PUT", Fault.SILENT, Duration.ZERO, 1);

        assertThatThrownBy(() -> node.monitor("spot").look(Duration.ofMillis(200)))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("hop limit")
                .hasMessageContaining("hostNetwork: true")
                .hasMessageContaining("HttpPutResponseHopLimit");
    }

    @Test
    void saysThatTheServiceIsTurnedOff() {
        machine.disable();

        assertThatThrownBy(() -> node.look("spot")).hasMessageContaining("403").hasMessageContaining("turned off");
    }

    @Test
    void tellsTroublesApart() {
        Map<Fault, String> expected = Map.of(
                Fault.UNAVAILABLE, "ailing",
                Fault.THROTTLED, "throttled",
                Fault.ABSENT, "unreachable",
                Fault.SILENT, "silent");

        expected.forEach((fault, trouble) -> {
            machine.failAt("/spot/", fault, Duration.ZERO, 2);
            assertThatThrownBy(() -> node.monitor("spot").look(Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            MetadataException.class,
                            e -> assertThat(e.trouble().wire()).isEqualTo(trouble));
        });
    }

    @Test
    void readsNoBodyOfAnotherStatus() throws Exception {
        // 404 comes with a page of XHTML.
        List<Boolean> looks = List.of(node.look("spot"), node.look("maintenance"));

        assertThat(looks).containsOnly(false);
    }
}
