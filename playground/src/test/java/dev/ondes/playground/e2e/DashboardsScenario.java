package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Alerting;
import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A real Prometheus scrapes a real run in which something of everything happens, and every query of every panel has data. But those that ask the
 * kubelet or kube-state-metrics, which the embedded cluster does not have ({@code DashboardsTest} in deploy checks their form), and those that
 * show only what never happens here.
 */
abstract class DashboardsScenario extends Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Of events that the broker refused or could not route: no service of ours makes one. */
    private static final Set<String> NEVER = Set.of("sum by (event) (rate(ondes_messaging_failed_total[5m])) > 0");

    private final Recorder recorder = new Recorder();

    DashboardsScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        return Platform.Options.DEMO
                .withSpotWatchers(1)
                .withAlerting(new Alerting.Wanted(
                        1,
                        Map.of(
                                "ondes.alerter.evaluate-every", "1s",
                                "ondes.alerter.rules.CiDeadLetters.for", "0s",
                                "ondes.alerter.receivers.person.type", "webhook",
                                "ondes.alerter.receivers.person.url-file",
                                        recorder.urlFile().toString())));
    }

    @AfterAll
    void closeRecorder() {
        recorder.close();
    }

    @Test
    void everyPanelHasDataOfARealRun() {
        world().platform().alerting().awaitReady();
        try (var prometheus = new Prometheus(world().folder(), services())) {
            // Given: counters that are there at 0 before anything happens to them
            awaitData(prometheus, "ondes_jobs_completed_total");

            // When
            jobsEndWellAndBadly();
            aNodeGoes();
            buildsEnd();
            jobsTellWhatTheyUsed();
            aMessageDies();

            // Then
            List<Panels.Query> empty = new ArrayList<>(Panels.queries());
            empty.removeIf(query -> query.isOfKubernetes() || NEVER.contains(query.text()));
            assertThat(empty).as("queries that must have data").hasSizeGreaterThan(40);
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                empty.removeIf(query -> prometheus.values(query.text()) > 0);
                assertThat(empty).as("queries without data").isEmpty();
            });
        }
    }

    private List<Service> services() {
        Platform platform = world().platform();
        List<Service> all = new ArrayList<>(platform.schedulers());
        all.add(platform.dispatcher());
        all.addAll(platform.spot().watchers());
        all.addAll(platform.alerting().replicas());
        return all;
    }

    private static void awaitData(Prometheus prometheus, String query) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> prometheus.values(query) > 0);
    }

    private void jobsEndWellAndBadly() {
        var run = world().push("""
                good: {tags: [linux], script: [echo good]}
                bad: {tags: [linux], script: [exit 1], allow_failure: true}
                never: {tags: [nowhere], needs: [], script: [echo never], allow_failure: true}
                """);
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> world().jobs(run).stream()
                        .allMatch(job -> job.ended() || job.name().equals("never")));
    }

    private void aNodeGoes() {
        var run = world().push("""
                moves:
                  tags: [linux]
                  variables: {ONDES_ON_INTERRUPTION: restart}
                  script: [sleep 20]
                """);
        var node = Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> world().pods(world().job(run, "moves")).stream()
                                .map(pod -> pod.getSpec().getNodeName())
                                .filter(name -> name != null)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
        world().platform()
                .spot()
                .interrupt(node, InterruptionKind.SPOT, Duration.ofSeconds(2))
                .join();
        assertThat(world().events().await(LIMIT, JobRescheduled.class, 1)).isTrue();
    }

    /** Told, not made: the embedded cluster runs no builder. */
    private void buildsEnd() {
        try (var voice = new Voice(world().platform().broker().url())) {
            voice.say(built("build-1", BuildReason.BUILT));
            voice.say(built("build-2", BuildReason.RUN_FAILED));
        }
    }

    private static BuildDone built(String id, BuildReason reason) {
        Instant now = Instant.now();
        return new BuildDone(
                id,
                null,
                "tests/images",
                reason.outcome(),
                reason,
                null,
                BuilderKind.BUILDAH,
                1,
                "node1",
                List.of(),
                new BuildTimings(now.minusSeconds(20), now.minusSeconds(19), now.minusSeconds(18), now, now));
    }

    /** Told, not made: the embedded cluster's containers have no cgroup. */
    private void jobsTellWhatTheyUsed() {
        Instant now = Instant.now();
        try (var voice = new Voice(world().platform().broker().url())) {
            for (int run = 0; run < 10; run++) {
                voice.say(new JobFinished(
                        9_000_000L + run,
                        "compile",
                        "tests/sizes",
                        "linux",
                        1,
                        EndReason.SCRIPT_SUCCEEDED.outcome(),
                        EndReason.SCRIPT_SUCCEEDED,
                        0,
                        null,
                        "node1",
                        CapacityType.SPOT,
                        new Timings(now, now, now, now, now, now.minusSeconds(60), now, now),
                        null,
                        null,
                        new Resources(
                                4L << 30,
                                8L << 30,
                                1L << 30,
                                BigDecimal.TWO,
                                BigDecimal.TEN,
                                new BigDecimal("30"),
                                null)));
            }
        }
    }

    private void aMessageDies() {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(world().platform().broker().url());
            try (var connection = factory.newConnection("test");
                    var channel = connection.createChannel()) {
                channel.basicPublish("", Topology.DEAD_LETTERS, null, "{}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not take a message", e);
        }
    }
}
