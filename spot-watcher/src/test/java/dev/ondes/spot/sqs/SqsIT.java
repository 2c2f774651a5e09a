package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.cloud.aws.AwsFault;
import dev.ondes.cloud.aws.SimulatedAutoScaling;
import dev.ondes.cloud.aws.SimulatedEventBridge;
import dev.ondes.cloud.aws.SimulatedSqs;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.Detector;
import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The SDK against ElasticMQ, and the query calls against their recorder. */
class SqsIT {
    private static SimulatedSqs sqs;
    private static SimulatedAutoScaling scaling;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeNotices notices = new FakeNotices();
    private final FakeHookNodes nodes = new FakeHookNodes();
    private final List<SqsDetector> detectors = new ArrayList<>();
    private String name = "";

    @BeforeAll
    static void open() {
        sqs = SimulatedSqs.open();
        scaling = SimulatedAutoScaling.open();
    }

    @AfterAll
    static void close() {
        scaling.close();
        sqs.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void stop() {
        sqs.heal();
        scaling.heal();
        detectors.forEach(detector -> {
            detector.onLeader().end();
            detector.everywhere().end();
            detector.close();
        });
    }

    @Test
    void announcesWhatIsOursDeletesWhatIsForeignAndWhatIsJunk() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        var random = new Random(7);
        List<String> bodies = new ArrayList<>(SimulatedEventBridge.JUNK.stream()
                .filter(junk -> !junk.isEmpty())
                .toList());
        for (int i = 0; i < 20; i++) {
            notices.node(instance(i));
            bodies.add(AwsEvents.spotInterruption(instance(i), "terminate", Instant.now()));
            bodies.add(AwsEvents.stateChange(instance(1_000 + i), "terminated", Instant.now()));
        }
        new SimulatedEventBridge(sqs, queue, random).copies(2).putShuffled(bodies);

        begin(queue, Map.of());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sqs.size(queue)).isZero());
        assertThat(notices.taken())
                .extracting(notice -> notice.node().machine())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(SqsIT::instance).toList());
        assertThat(meters.get("ondes.spot.sqs.queue.age").timer().count()).isEqualTo(2L * bodies.size());
    }

    @Test
    void deletesNothingWhileTheBrokerIsAwayAndKeepsItHidden() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        notices.node("i-0a");
        notices.brokerAway(true);
        sqs.send(queue, AwsEvents.spotInterruption("i-0a", "terminate", Instant.now()), Duration.ZERO);
        begin(queue, Map.of("visibility", "PT10S"));

        await().pollDelay(Duration.ofSeconds(12)).atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(sqs.inFlight(queue)).as("hidden beyond its visibility").isEqualTo(1);
            assertThat(notices.asked()).isGreaterThan(5);
        });
        notices.brokerAway(false);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(sqs.size(queue)).isZero());
        assertThat(notices.taken()).hasSize(1);
    }

    @Test
    void whatNoReplicaCanUseIsSetAsideByTheQueue() {
        URI dead = sqs.createQueue(name + "-dead", Duration.ofSeconds(30));
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30), name + "-dead", 3);
        sqs.send(
                queue,
                "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Spot Instance Interruption Warning\",\"detail\":{}}",
                Duration.ZERO);

        begin(queue, Map.of());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sqs.size(dead)).isEqualTo(1));
        assertThat(sqs.size(queue)).isZero();
    }

    @Test
    void hearsAgainAfterTheQueueWasDownForbiddenAndSlow() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        notices.node("i-0a").node("i-0b");
        sqs.fault(AwsFault.DOWN);
        begin(queue, Map.of());
        await().untilAsserted(() -> assertThat(sqs.faultsMet()).isPositive());
        sqs.fault(AwsFault.FORBIDDEN);
        long before = sqs.faultsMet();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sqs.faultsMet()).isGreaterThan(before));
        sqs.send(queue, AwsEvents.spotInterruption("i-0a", "terminate", Instant.now()), Duration.ZERO);

        sqs.fault(AwsFault.SLOW, Duration.ofMillis(300));

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(notices.taken()).hasSize(1));
        assertThat(meters.counter("ondes.spot.errors", "source", "sqs", "what", "receive")
                        .count())
                .isPositive();
        assertThat(meters.get("ondes.spot.poll.age.seconds").gauge().value()).isLessThan(30);
    }

    @Test
    void replicasShareOneQueue() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        List<String> bodies = IntStream.range(0, 100)
                .mapToObj(i -> AwsEvents.spotInterruption(instance(i), "terminate", Instant.now()))
                .toList();
        IntStream.range(0, 100).forEach(i -> notices.node(instance(i)));
        begin(queue, Map.of());
        begin(queue, Map.of());

        new SimulatedEventBridge(sqs, queue, new Random(1)).putShuffled(bodies);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(notices.taken()).hasSize(100));
        await().untilAsserted(() -> assertThat(sqs.size(queue)).isZero());
    }

    @Test
    void holdsAnInstanceInItsHookWhileJobsRunThenCompletesIt() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        notices.node("i-0c1");
        nodes.has("i-0c1").busy("i-0c1", true);
        scaling.begin("ci-spot", "ci-drain", "i-0c1");
        begin(queue, Map.of("heartbeat", "PT10S"));

        sqs.send(queue, AwsEvents.terminatingDirect("ci-spot", "ci-drain", "i-0c1", Instant.now()), Duration.ZERO);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(heartbeats("i-0c1")).isPositive());
        assertThat(scaling.waits("ci-spot", "ci-drain", "i-0c1")).isTrue();
        nodes.busy("i-0c1", false);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(scaling.waits("ci-spot", "ci-drain", "i-0c1"))
                        .isFalse());
        assertThat(scaling.calls()).allSatisfy(call -> assertThat(call.signed()).isTrue());
    }

    @Test
    void aHookThatSomebodyElseCompletedIsAsGoodAsCompleted() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));

        begin(queue, Map.of("groups", "ci-*"));
        sqs.send(queue, AwsEvents.terminating("ci-spot", "ci-drain", "i-0c2", Instant.now()), Duration.ZERO);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(scaling.calls("CompleteLifecycleAction"))
                    .anySatisfy(call -> assertThat(call.parameter("InstanceId")).isEqualTo("i-0c2"));
            assertThat(sqs.size(queue)).isZero();
        });
    }

    @Test
    void completesALaunchHookOfAReadyNodeThoughAutoScalingThrottlesAtFirst() {
        URI queue = sqs.createQueue(name, Duration.ofSeconds(30));
        nodes.ready("i-0c3");
        scaling.begin("ci-spot", "ci-join", "i-0c3");
        scaling.fault(AwsFault.THROTTLED);
        begin(queue, Map.of("groups", "ci-*"));
        sqs.send(queue, AwsEvents.launching("ci-spot", "ci-join", "i-0c3", Instant.now()), Duration.ZERO);
        await().untilAsserted(() -> assertThat(scaling.faultsMet()).isPositive());

        scaling.heal();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(scaling.waits("ci-spot", "ci-join", "i-0c3")).isFalse());
    }

    private long heartbeats(String instance) {
        return scaling.calls("RecordLifecycleActionHeartbeat").stream()
                .filter(call -> call.parameter("InstanceId").equals(instance))
                .count();
    }

    private void begin(URI queue, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "ondes.sqs.queue-url", queue.toString(),
                "ondes.sqs.region", "eu-west-1",
                "ondes.sqs.endpoint", sqs.url().toString(),
                "ondes.sqs.auto-scaling-endpoint", scaling.url().toString(),
                "ondes.sqs.ec2-endpoint", scaling.url().toString()));
        more.forEach((key, value) -> properties.put("ondes.sqs." + key, value));
        SqsSettings settings = new SmallRyeConfigBuilder()
                .withMapping(SqsSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SqsSettings.class);
        Clock clock = Clock.systemUTC();
        SqsDetector detector = SqsDetector.of(
                settings,
                false,
                notices,
                new NodeIndex(),
                nodes,
                meters,
                new Meters(meters, clock),
                clock,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
        detectors.add(detector);
        for (Detector part : List.of(detector.everywhere(), detector.onLeader())) {
            part.begin();
        }
    }

    private static String instance(int number) {
        return "i-%08x".formatted(number);
    }
}
