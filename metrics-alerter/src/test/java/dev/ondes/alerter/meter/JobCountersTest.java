package dev.ondes.alerter.meter;

import static dev.ondes.alerter.testing.Says.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.node.LossCause;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exporter.common.TextFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Prometheus is given, by the registry that Quarkus has. */
@SuppressWarnings("deprecation")
class JobCountersTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Says says = new Says();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JobCounters counters = new JobCounters(registry, Buckets.STANDARD);
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), counters);
    private Snapshot newest = Snapshot.empty(NOON);
    private final FleetGauges gauges = new FleetGauges(registry, () -> newest, counters, Buckets.STANDARD);

    @Test
    void everyCounterOfAClassIsThereAtZeroBeforeAnythingHappens() {
        fleet.on(says.capacity(NOON, room("small", 10, 3)), NOON);
        see(NOON);

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_jobs_finished_total{class=\"small\",outcome=\"system-failed\",reason=\"node-lost\",} 0.0",
                        "ondes_jobs_system_failures_total{class=\"small\",} 0.0",
                        "ondes_jobs_queue_seconds_bucket{class=\"small\",le=\"60.0\",} 0.0",
                        "ondes_interruptions_total{cause=\"spot\",class=\"small\",} 0.0",
                        "ondes_capacity_limit{class=\"small\",} 10.0",
                        "ondes_capacity_active{class=\"small\",} 7.0",
                        "ondes_capacity_free{class=\"small\",} 3.0",
                        "ondes_jobs_pending{class=\"small\",state=\"no_capacity\",} 0.0",
                        "ondes_jobs_pending_oldest_seconds{class=\"small\",} 0.0",
                        "ondes_watchdog 1.0");
    }

    @Test
    void countsWhatTheModelHears() {
        Name job = Name.of(1, "small");
        fleet.on(says.queued(job, NOON, NOON.plusSeconds(1)), NOON);
        fleet.on(says.pod(job, 1, CapacityType.SPOT, NOON.plusSeconds(2)), NOON);
        fleet.on(says.started(job, 1, "node-1", NOON.plusSeconds(40)), NOON);
        fleet.on(says.finished(job, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, NOON, NOON.plusSeconds(50)), NOON);
        see(NOON.plusSeconds(51));

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_jobs_finished_total{class=\"small\",outcome=\"system-failed\",reason=\"spot-interrupted\",} 1.0",
                        "ondes_jobs_queue_seconds_bucket{class=\"small\",le=\"30.0\",} 0.0",
                        "ondes_jobs_queue_seconds_bucket{class=\"small\",le=\"60.0\",} 1.0",
                        "ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\",le=\"60.0\",} 1.0",
                        "ondes_interruptions_total{cause=\"spot\",class=\"small\",} 1.0",
                        "ondes_jobs_wasted_seconds_total{cause=\"spot\",class=\"small\",} 50.0",
                        "ondes_cost_total{capacity=\"spot\",class=\"small\",currency=\"USD\",} 0.01",
                        "ondes_savings_total{class=\"small\",currency=\"USD\",} 0.02");
    }

    @Test
    void beginsAtZeroWithEachDay() {
        fleet.on(
                says.finished(Name.of(1, "small"), EndReason.SCRIPT_FAILED, NOON, NOON), NOON.plus(Duration.ofDays(2)));

        fleet.on(says.capacity(NOON.plus(Duration.ofDays(1)), room("small", 1, 1)), NOON.plus(Duration.ofDays(2)));

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_jobs_finished_total{class=\"small\",outcome=\"script-failed\",reason=\"script-failed\",} 0.0",
                        "ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\",le=\"60.0\",} 0.0");
    }

    @Test
    void whatWasCountedOnceBeginsTheNextDayAtZeroToo() {
        Instant later = NOON.plus(Duration.ofDays(2));
        fleet.on(says.finished(Name.of(1, "small"), EndReason.SCRIPT_FAILED, NOON, NOON), later);

        fleet.on(says.capacity(NOON.plus(Duration.ofDays(1)), room("small", 1, 1)), later);

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_cost_total{capacity=\"spot\",class=\"small\",currency=\"USD\",} 0.0",
                        "ondes_jobs_wasted_seconds_total{cause=\"spot\",class=\"small\",} 0.0");
    }

    @Test
    void buildsOfEveryBuilderAreThereAtZero() {
        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_builds_total{builder=\"buildah\",outcome=\"succeeded\",reason=\"built\",} 0.0",
                        "ondes_builds_seconds_bucket{builder=\"buildah\",le=\"60.0\",} 0.0");
    }

    @Test
    void tellsWhatJobsUsedOfWhatTheyAskedFor() {
        var resources = new Resources(
                256L << 20,
                512L << 20,
                128L << 20,
                new BigDecimal("0.5"),
                null,
                new BigDecimal("12"),
                new BigDecimal("0.3"));
        fleet.on(says.finished(Name.of(1, "small"), resources, NOON, NOON.plusSeconds(60)), NOON.plusSeconds(60));

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_jobs_memory_peak_bytes_bucket{class=\"small\",le=\"6.7108864E7\",} 0.0",
                        "ondes_jobs_memory_peak_bytes_bucket{class=\"small\",le=\"1.34217728E8\",} 1.0",
                        "ondes_jobs_memory_peak_percent_bucket{class=\"small\",le=\"25.0\",} 1.0",
                        "ondes_jobs_cpu_throttled_percent_bucket{class=\"small\",le=\"25.0\",} 0.0",
                        "ondes_jobs_cpu_seconds_total{class=\"small\",} 12.0",
                        "ondes_jobs_cpu_asked_seconds_total{class=\"small\",} 30.0");
    }

    @Test
    void noticesOfEveryProviderAreThereAtZero() {
        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_notices_total{kind=\"spot-interruption\",provider=\"aws\",} 0.0",
                        "ondes_notices_total{kind=\"spot-interruption\",provider=\"kubernetes\",} 0.0");
    }

    @Test
    void whoCountsWaitsForWhoMakesAClassKnown() throws Exception {
        // Given
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (Thread.currentThread().getName().equals("timer")) {
                    entered.countDown();
                    awaitUninterruptibly(go);
                }
                return id;
            }
        });
        Thread timer = Thread.ofPlatform().name("timer").start(() -> counters.know("small"));
        entered.await();

        // When
        Thread journal = Thread.ofPlatform().start(() -> counters.know("small"));
        await().until(() -> journal.getState() == Thread.State.BLOCKED || !journal.isAlive());

        // Then
        assertThat(journal.getState()).isEqualTo(Thread.State.BLOCKED);
        go.countDown();
        timer.join();
        journal.join();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void gaugesOfAClassThatIsGoneGo() {
        fleet.on(says.capacity(NOON, room("small", 10, 10)), NOON);
        see(NOON);

        see(NOON.plus(Duration.ofHours(25)));

        assertThat(registry.scrape()).doesNotContain("ondes_capacity_limit{class=\"small\"");
    }

    @Test
    void aNameFullOfControlCharactersBreaksNothing() {
        String name = "a\u0000\n\"b\"\u202e\ud800" + "x".repeat(300);
        fleet.on(says.finished(Name.of(1, name), EndReason.SCRIPT_FAILED, NOON, NOON), NOON);
        see(NOON);

        assertThat(registry.scrape()).contains("ondes_jobs_completed_total{class=\"a__\\\"b\\\"__xxxx");
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("ondes_jobs_completed_total")))
                .hasSize(1);
    }

    @Test
    void soManyClassesAndNoMore() {
        for (int i = 0; i < 500; i++) {
            fleet.on(says.finished(Name.of(i, "class-" + i), EndReason.SCRIPT_FAILED, NOON, NOON), NOON);
        }
        see(NOON);

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("ondes_jobs_completed_total")))
                .hasSize(201)
                .contains("ondes_jobs_completed_total{class=\"other\",} 300.0");
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("ondes_jobs_stuck")))
                .hasSize(200);
    }

    @Test
    void eachDayHasPlacesForItsFirstProjectsWhoeverReadsIt() {
        // Given
        var veteran = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Fleet longRead = fleet(veteran, 200, 1);
        ofProject(longRead, 1, "first", 0);
        ofProject(longRead, 2, "second", 0);

        // When
        var restarted = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (Fleet each : List.of(longRead, fleet(restarted, 200, 1))) {
            ofProject(each, 2, "second", 0);
            ofProject(each, 3, "second", 1);
            ofProject(each, 4, "third", 1);
        }

        // Then
        assertThat(projects(restarted))
                .containsExactly(
                        "ondes_project_jobs_finished_total{outcome=\"script-failed\",project=\"other\",} 1.0",
                        "ondes_project_jobs_finished_total{outcome=\"script-failed\",project=\"second\",} 1.0");
        assertThat(projects(veteran))
                .containsExactly(
                        "ondes_project_jobs_finished_total{outcome=\"script-failed\",project=\"first\",} 0.0",
                        "ondes_project_jobs_finished_total{outcome=\"script-failed\",project=\"other\",} 1.0",
                        "ondes_project_jobs_finished_total{outcome=\"script-failed\",project=\"second\",} 1.0");
        ofProject(longRead, 5, "fourth", 2);
        assertThat(projects(veteran)).as("of the day before yesterday").noneMatch(line -> line.contains("first"));
    }

    private void ofProject(Fleet model, long job, String project, int day) {
        Instant at = NOON.plus(Duration.ofDays(day));
        model.on(says.finished(new Name(job, "small", project, "compile"), EndReason.SCRIPT_FAILED, at, at), at);
    }

    private static Stream<String> projects(PrometheusMeterRegistry registry) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("ondes_project_jobs_finished_total"))
                .sorted();
    }

    @Test
    void aClassThatIsMerelyKnownTakesNoPlaceOfOneWhoseJobsAreCounted() {
        var small = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var few = new JobCounters(small, buckets(1, 0));
        few.know("idle");
        few.know("idle too");

        new Fleet(Staleness.STANDARD, Set.of(), few)
                .on(says.finished(Name.of(1, "busy"), EndReason.SCRIPT_FAILED, NOON, NOON), NOON);

        assertThat(small.scrape().lines().filter(line -> line.startsWith("ondes_jobs_completed_total")))
                .containsExactlyInAnyOrder(
                        "ondes_jobs_completed_total{class=\"idle\",} 0.0",
                        "ondes_jobs_completed_total{class=\"busy\",} 1.0");
    }

    private static Fleet fleet(PrometheusMeterRegistry registry, int classes, int projects) {
        return new Fleet(Staleness.STANDARD, Set.of(), new JobCounters(registry, buckets(classes, projects)));
    }

    private static Buckets buckets(int classes, int projects) {
        Buckets standard = Buckets.STANDARD;
        return new Buckets(standard.queue(), standard.stage(), standard.build(), classes, projects);
    }

    @Test
    void aBucketLeadsToTheTraceOfAJobThatFellIntoIt() {
        var traced = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new CollectorRegistry(),
                Clock.SYSTEM,
                new DefaultExemplarSampler(new CurrentTrace()));
        var model = new Fleet(Staleness.STANDARD, Set.of(), new JobCounters(traced, Buckets.STANDARD));
        Name job = Name.of(1, "small");
        model.on(says.queued(job, NOON, NOON.plusSeconds(1)), NOON);
        model.on(says.started(job, 1, "node-1", NOON.plusSeconds(40)), NOON);

        assertThat(traced.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100).lines())
                .anyMatch(line -> line.startsWith(
                                "ondes_jobs_queue_seconds_bucket{class=\"small\",le=\"60.0\"} 1.0 # {span_id=\"00f067aa0ba902b7\",trace_id=\"")
                        && line.contains("} 40.0 "));
    }

    private void see(Instant at) {
        newest = fleet.snapshot(at);
        gauges.see(newest);
    }
}
