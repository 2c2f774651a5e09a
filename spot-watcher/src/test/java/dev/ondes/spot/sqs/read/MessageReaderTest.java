package dev.ondes.spot.sqs.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.cloud.aws.SimulatedEventBridge;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.sqs.read.AwsMessage.Instances;
import dev.ondes.spot.sqs.read.AwsMessage.Launching;
import dev.ondes.spot.sqs.read.AwsMessage.Nothing;
import dev.ondes.spot.sqs.read.AwsMessage.Terminating;
import dev.ondes.spot.sqs.read.AwsMessage.Unusable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final Instant SENT = Instant.parse("2026-03-04T10:00:07.123Z");
    private static final Instant SAID = Instant.parse("2026-03-04T10:00:00Z");
    private static final String INSTANCE = "i-0aaaaaaaaaaaaaaa1";

    private final MessageReader reader = new MessageReader();

    @Test
    void aSpotWarningEndsTwoMinutesAfterItWasSaidHoweverLateItComes() throws IOException {
        InstanceNotice notice = only(read(fixture("spot-interruption")));

        assertThat(notice)
                .isEqualTo(new InstanceNotice(
                        INSTANCE,
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        SAID,
                        Instant.parse("2026-03-04T10:02:00Z"),
                        "11111111-aaaa-4bbb-8ccc-000000000001",
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "terminate, TERMINATE, 2026-03-04T10:02:00Z",
        "stop, STOP, 2026-03-04T10:02:00Z",
        "hibernate, HIBERNATE, 2026-03-04T10:00:00Z",
        "something-new, UNKNOWN, 2026-03-04T10:02:00Z"
    })
    void tellsActionsApart(String word, InstanceAction action, Instant deadline) {
        InstanceNotice notice = only(read(AwsEvents.spotInterruption("i-0a", word, SAID)));

        assertThat(notice.action()).isEqualTo(action);
        assertThat(notice.deadline()).isEqualTo(deadline);
    }

    @Test
    void readsARebalanceRecommendation() throws IOException {
        InstanceNotice notice = only(read(fixture("rebalance")));

        assertThat(notice.kind()).isEqualTo(NoticeKind.REBALANCE_RECOMMENDED);
        assertThat(notice.deadline()).isNull();
    }

    @Test
    void readsTheEndOfACapacityReservation() {
        InstanceNotice notice = only(read(AwsEvents.capacityReservation("i-0a", SAID)));

        assertThat(notice.kind()).isEqualTo(NoticeKind.CAPACITY_RESERVATION_ENDED);
        assertThat(notice.deadline()).isEqualTo("2026-03-04T10:02:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "stopping, STOP, false",
        "stopped, STOP, false",
        "shutting-down, TERMINATE, false",
        "terminated, TERMINATE, false",
        "running, STOP, true"
    })
    void readsStateChanges(String state, InstanceAction action, boolean withdrawn) {
        InstanceNotice notice = only(read(AwsEvents.stateChange("i-0a", state, SAID)));

        assertThat(notice.kind()).isEqualTo(NoticeKind.INSTANCE_STOPPING);
        assertThat(notice.action()).isEqualTo(action);
        assertThat(notice.withdrawn()).isEqualTo(withdrawn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "stop", "dreaming"})
    void nothingFollowsFromOtherStates(String state) {
        assertThat(read(AwsEvents.stateChange("i-0a", state, SAID))).isInstanceOf(Nothing.class);
    }

    @Test
    void anEmptyStateIsNoState() {
        assertThat(read(AwsEvents.stateChange("i-0a", "", SAID))).isInstanceOf(Unusable.class);
    }

    @Test
    void readsATerminatingHookFromEventBridge() throws IOException {
        AwsMessage read = read(fixture("terminate-hook"));

        assertThat(read)
                .isEqualTo(new Terminating(
                        new LifecycleHook("ci-spot", "ci-drain", INSTANCE, SAID),
                        new InstanceNotice(
                                INSTANCE,
                                NoticeKind.GROUP_SCALE_IN,
                                InstanceAction.TERMINATE,
                                SAID,
                                null,
                                "11111111-aaaa-4bbb-8ccc-000000000004",
                                false)));
    }

    @Test
    void readsATerminatingHookFromAutoScalingItself() throws IOException {
        AwsMessage read = read(fixture("terminate-hook-direct"));

        assertThat(read)
                .isInstanceOfSatisfying(
                        Terminating.class,
                        hook -> assertThat(hook.hook())
                                .isEqualTo(new LifecycleHook("ci-spot", "ci-drain", INSTANCE, SAID)));
    }

    @Test
    void readsWhatSnsWrapped() throws IOException {
        assertThat(read(AwsEvents.bySns(fixture("terminate-hook-direct"), SAID)))
                .isInstanceOf(Terminating.class);
        assertThat(read(AwsEvents.bySns(AwsEvents.bySns(fixture("spot-interruption"), SAID), SAID)))
                .isInstanceOf(Instances.class);
        assertThat(read(AwsEvents.bySns("hello", SAID))).isInstanceOf(AwsMessage.Junk.class);
    }

    @Test
    void knowsTheProbeOfANewHookInEachShape() {
        for (String probe : List.of(
                AwsEvents.testNotification("ci-spot", SAID),
                AwsEvents.testNotificationEvent("ci-spot", SAID),
                AwsEvents.bySns(AwsEvents.testNotification("ci-spot", SAID), SAID))) {
            assertThat(read(probe).type()).isEqualTo(MessageType.HOOK_TEST);
        }
    }

    @Test
    void anInstanceOnItsWayIntoTheWarmPoolIsStoppedNotTerminated() {
        AwsMessage out =
                read(AwsEvents.lifecycle(AwsEvents.TERMINATING, "ci-spot", "ci-drain", "i-0a", "WarmPool", SAID));
        AwsMessage in = read(AwsEvents.lifecycle(AwsEvents.LAUNCHING, "ci-spot", "ci-join", "i-0a", "WarmPool", SAID));

        assertThat(out)
                .isInstanceOfSatisfying(
                        Terminating.class,
                        hook -> assertThat(hook.notice().action()).isEqualTo(InstanceAction.STOP));
        assertThat(in)
                .isInstanceOfSatisfying(
                        Launching.class, hook -> assertThat(hook.becomesNode()).isFalse());
    }

    @Test
    void readsALaunchHook() {
        assertThat(read(AwsEvents.launching("ci-spot", "ci-join", "i-0a", SAID)))
                .isEqualTo(new Launching(new LifecycleHook("ci-spot", "ci-join", "i-0a", SAID), true));
    }

    @Test
    void readsEveryInstanceOfAHealthEvent() {
        AwsMessage read = read(AwsEvents.health(
                "AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED",
                "upcoming",
                "c0ffee-1",
                List.of("i-0a", "i-0b", "i-0b", "vol-1"),
                Instant.parse("2026-03-18T15:10:09Z"),
                SAID));

        assertThat(((Instances) read).notices())
                .extracting(InstanceNotice::instanceId)
                .containsExactly("i-0a", "i-0b");
        assertThat(((Instances) read).notices()).allSatisfy(notice -> {
            assertThat(notice.deadline()).isEqualTo("2026-03-18T15:10:09Z");
            assertThat(notice.action()).isEqualTo(InstanceAction.REBOOT);
            assertThat(notice.rawId()).isEqualTo("123456789012/c0ffee-1");
        });
    }

    /** A retirement is told from a reboot by its action: the one is drained at once, the other near its start. */
    @Test
    void readsARetirementWithItsRfc1123Date() throws IOException {
        InstanceNotice notice = only(read(fixture("health")));

        assertThat(notice.kind()).isEqualTo(NoticeKind.MAINTENANCE);
        assertThat(notice.action()).isEqualTo(InstanceAction.TERMINATE);
        assertThat(notice.deadline()).isEqualTo("2026-03-18T15:10:09Z");
        assertThat(notice.withdrawn()).isFalse();
    }

    @Test
    void aClosedHealthEventTakesItsNoticeBack() {
        InstanceNotice notice = only(read(AwsEvents.health(
                "AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED", "closed", "c", List.of("i-0a"), SAID, SAID)));

        assertThat(notice.withdrawn()).isTrue();
    }

    @Test
    void copiesAndPagesOfAHealthNoticeHaveOneName() {
        String page = AwsEvents.health("AWS_EC2_X", "open", "c0ffee-1", List.of("i-0a"), SAID, SAID);

        assertThat(only(read(page)).rawId())
                .isEqualTo(only(read(page.replace("\"region\":\"eu-west-1\"", "\"region\":\"us-west-2\"")))
                        .rawId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"service\":\"RDS\"", "\"eventTypeCategory\":\"issue\""})
    void nothingFollowsFromOtherHealthEvents(String other) throws IOException {
        String field = other.substring(0, other.indexOf(':'));
        String body = fixture("health").replaceAll(field + ":\"[^\"]*\"", other);

        assertThat(read(body)).isInstanceOf(Nothing.class);
    }

    @Test
    void isLenientToWhatIsNewOrMissing() throws IOException {
        String body = fixture("spot-interruption")
                .replace("\"version\":\"0\",", "\"new\":{\"deep\":[1]},")
                .replace("\"time\":\"2026-03-04T10:00:00Z\",", "")
                .replaceAll("\"resources\":\\[[^]]*],", "");

        assertThat(only(read(body)).said()).isEqualTo(SENT);
    }

    @Test
    void neverTakesTheInstanceFromTheArn() throws IOException {
        String body = fixture("spot-interruption").replace("\"instance-id\":\"" + INSTANCE + "\",", "");

        assertThat(read(body)).isInstanceOf(Unusable.class);
    }

    @Test
    void otherEventsAreToleratedAndNamed() {
        assertThat(read("{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{}}"))
                .isEqualTo(new Nothing(MessageType.OTHER, "source aws.s3, type Object Created"));
        assertThat(read("{\"a\":1}").type()).isEqualTo(MessageType.OTHER);
    }

    static List<String> junk() {
        return SimulatedEventBridge.JUNK;
    }

    @ParameterizedTest
    @MethodSource("junk")
    void neverThrowsOnJunk(String body) {
        AwsMessage read = read(body);

        assertThat(read).isInstanceOfAny(AwsMessage.Junk.class, Nothing.class);
    }

    @Test
    void neverThrowsWhateverIsCutOrChanged() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<String> bodies = List.of(fixture("spot-interruption"), fixture("health"), fixture("terminate-hook"));
        for (int i = 0; i < 2_000; i++) {
            var body = new StringBuilder(bodies.get(random.nextInt(bodies.size())));
            int at = random.nextInt(body.length());
            switch (random.nextInt(3)) {
                case 0 -> body.setLength(at);
                case 1 -> body.setCharAt(at, (char) ('!' + random.nextInt(90)));
                default -> body.insert(at, "[{\"".charAt(random.nextInt(3)));
            }

            assertThat(read(body.toString())).as("seed %d: %s", seed, body).isNotNull();
        }
    }

    private AwsMessage read(String body) {
        return reader.read(body, SENT);
    }

    private static InstanceNotice only(AwsMessage message) {
        assertThat(message).isInstanceOf(Instances.class);
        assertThat(((Instances) message).notices()).hasSize(1);
        return ((Instances) message).notices().getFirst();
    }

    private static String fixture(String name) throws IOException {
        try (var stream =
                MessageReaderTest.class.getResourceAsStream("/dev/ondes/spot/sqs/fixtures/" + name + ".json")) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
