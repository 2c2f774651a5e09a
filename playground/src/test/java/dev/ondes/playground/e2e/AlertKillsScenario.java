package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Timings;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Alerting;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two metrics-alerters, of which the one that tells people is killed, or asked to end, while an alert begins or ends. Whoever is told hears of each begin and
 * each end, by one key each; and both replicas count as if nothing had been.
 */
abstract class AlertKillsScenario extends Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Longer than it takes to see, to announce and to tell. */
    private static final Duration SPAN = Duration.ofMillis(900);
    /** So many fail through our doing, and so many end well later: the ratio is 1, then a third. */
    private static final int BAD = 10;

    private static final int GOOD = 20;

    /** Far from GitLab's. */
    private final AtomicLong ids = new AtomicLong(1L << 41);

    private final Recorder recorder = new Recorder();
    private Voice voice;

    AlertKillsScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "ondes.alerter.evaluate-every", "200ms",
                "ondes.alerter.snapshot-every", "200ms",
                "ondes.alerter.retry-delay", "200ms",
                "ondes.alerter.messages-per-ten-minutes", "1000",
                "ondes.alerter.receivers.person.type", "webhook",
                "ondes.alerter.receivers.person.url-file", recorder.urlFile().toString()));
        String ratio = "ondes.alerter.rules.CiSystemFailuresHigh.";
        settings.put(ratio + "for", "0s");
        settings.put(ratio + "keep-firing-for", "0s");
        settings.put(ratio + "threshold", "0.5");
        settings.put(ratio + "clear-below", "0.4");
        List.of("CiSystemFailureBudgetBurnFast", "CiSystemFailureBudgetBurnSlow")
                .forEach(other -> settings.put("ondes.alerter.rules." + other + ".enabled", "false"));
        return Platform.Options.DEMO.withSchedulers(1).withAlerting(new Alerting.Wanted(2, settings));
    }

    @BeforeAll
    void connect() {
        voice = new Voice(world().platform().broker().url());
        world().platform().alerting().awaitReady();
    }

    @AfterAll
    void disconnect() {
        voice.close();
        recorder.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tellsOfABeginThatItWasKilledIn(int seed) {
        String jobClass = "begin-" + seed;

        endedWithin(seed, Service::kill, () -> end(jobClass, EndReason.NODE_LOST, BAD));

        awaitTold(jobClass, 1);
        end(jobClass, EndReason.SCRIPT_SUCCEEDED, GOOD);
        awaitTold(jobClass, 2);
        assertRight(jobClass);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tellsOfAnEndThatItWasKilledIn(int seed) {
        String jobClass = "end-" + seed;
        end(jobClass, EndReason.NODE_LOST, BAD);
        awaitTold(jobClass, 1);

        endedWithin(seed, Service::kill, () -> end(jobClass, EndReason.SCRIPT_SUCCEEDED, GOOD));

        awaitTold(jobClass, 2);
        assertRight(jobClass);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void tellsOnceWhatItIsAskedToEndIn(int seed) {
        String jobClass = "roll-" + seed;

        endedWithin(seed, Service::close, () -> end(jobClass, EndReason.NODE_LOST, BAD));
        awaitTold(jobClass, 1);
        endedWithin(seed, Service::close, () -> end(jobClass, EndReason.SCRIPT_SUCCEEDED, GOOD));

        awaitTold(jobClass, 2);
        assertRight(jobClass);
        assertThat(recorder.all(jobClass)).as("also in a chat").containsExactly("firing", "resolved");
    }

    /** Whoever leads is ended a seeded while after something happened, and started again. */
    private void endedWithin(int seed, Consumer<Service> end, Runnable happening) {
        Service leader = leader();
        long moment = new Random(seed).nextLong(SPAN.toNanos());
        happening.run();
        LockSupport.parkNanos(moment);
        end.accept(leader);
        leader.start();
    }

    private Service leader() {
        List<Service> replicas = world().platform().alerting().replicas();
        return await().atMost(LIMIT)
                .until(
                        () -> replicas.stream()
                                .filter(one -> Metrics.of(one).value("ondes_alerter_leading") == 1)
                                .toList(),
                        leading -> leading.size() == 1)
                .getFirst();
    }

    private void awaitTold(String jobClass, int begunAndEnded) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(recorder.once(jobClass))
                        .as("told of " + jobClass)
                        .hasSize(begunAndEnded));
    }

    private void assertRight(String jobClass) {
        List<Service> replicas = world().platform().alerting().replicas();
        replicas.forEach(replica -> Metrics.await(
                replica,
                metrics -> metrics.value("ondes_jobs_completed_total", "class", jobClass) == BAD + GOOD
                        && metrics.value("ondes_jobs_system_failures_total", "class", jobClass) == BAD));
        // Its own announcements: one begin and one end, each said again with who has been told.
        assertThat(world().events().all(AlertFiring.class).filter(alert -> jobClass.equals(alert.jobClass())))
                .extracting(AlertFiring::firedAt)
                .as("when it fired")
                .containsOnly(recorder.firedAt(jobClass));
        assertThat(world().events().all(AlertResolved.class).filter(alert -> jobClass.equals(alert.jobClass())))
                .extracting(AlertResolved::resolvedAt)
                .as("when it ended")
                .hasSizeGreaterThan(0);
        assertThat(recorder.once(jobClass)).as("begin and end").containsExactly("firing", "resolved");
        assertThat(recorder.all(jobClass))
                .as(
                        "a kill between the receiver's answer and the broker's may tell once more, by the same key (ADR 12)")
                .hasSizeLessThanOrEqualTo(3);
    }

    private void end(String jobClass, EndReason reason, int jobs) {
        for (int i = 0; i < jobs; i++) {
            voice.say(finished(jobClass, reason));
        }
    }

    private JobFinished finished(String jobClass, EndReason reason) {
        Instant now = Instant.now();
        return new JobFinished(
                ids.incrementAndGet(),
                "test",
                "tests/alerts",
                jobClass,
                1,
                reason.outcome(),
                reason,
                null,
                null,
                "node1",
                CapacityType.SPOT,
                new Timings(now, now, now, now, now, now, now, now),
                null,
                null,
                null);
    }
}
