package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Timings;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long the steps of jobs and builds took, with bounds that somebody set. */
@SuppressWarnings("deprecation")
class StageMetersTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<Duration> BOUNDS = List.of(Duration.ofSeconds(7), Duration.ofSeconds(70));

    private final Says says = new Says();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Fleet fleet = new Fleet(
            Staleness.STANDARD, Set.of(), new JobCounters(registry, new Buckets(BOUNDS, BOUNDS, BOUNDS, 200, 0)));

    @Test
    void everyStageOfAJobIsTold() {
        finished(new Timings(at(0), at(1), at(3), at(7), at(15), at(31), at(63), at(127)));

        assertThat(registry.scrape().lines())
                .contains(
                        sum("pending", 1),
                        sum("handing-over", 2),
                        sum("unschedulable", 4),
                        sum("pulling", 8),
                        sum("preparing", 16),
                        sum("running", 32),
                        sum("finishing", 64));
    }

    @Test
    void timesFallBetweenTheBoundsThatWereSet() {
        finished(new Timings(at(0), at(1), at(3), at(7), at(15), at(31), at(63), at(127)));

        assertThat(registry.scrape()
                        .lines()
                        .filter(line ->
                                line.startsWith("ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\"")))
                .containsExactly(
                        "ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\",le=\"7.0\",} 0.0",
                        "ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\",le=\"70.0\",} 1.0",
                        "ondes_jobs_stage_seconds_bucket{class=\"small\",stage=\"running\",le=\"+Inf\",} 1.0");
    }

    @Test
    void buildsThatEndAreCountedWithTheirTime() {
        BuildReason reason = BuildReason.RUN_FAILED;
        fleet.on(
                says.said(
                        at(60),
                        new BuildDone(
                                "build-1",
                                null,
                                "group/app",
                                reason.outcome(),
                                reason,
                                null,
                                BuilderKind.BUILDAH,
                                1,
                                "node-1",
                                List.of(),
                                new BuildTimings(at(0), at(1), at(2), at(50), at(60)))),
                at(60));

        assertThat(registry.scrape().lines())
                .contains(
                        "ondes_builds_total{builder=\"buildah\",outcome=\""
                                + reason.outcome().wire() + "\",reason=\"" + reason.wire() + "\",} 1.0",
                        "ondes_builds_seconds_sum{builder=\"buildah\",} 60.0");
    }

    private void finished(Timings timings) {
        EndReason reason = EndReason.SCRIPT_SUCCEEDED;
        fleet.on(
                says.said(
                        timings.finishedAt(),
                        new JobFinished(
                                1,
                                "compile",
                                "group/app",
                                "small",
                                1,
                                reason.outcome(),
                                reason,
                                0,
                                null,
                                "node-1",
                                CapacityType.SPOT,
                                timings,
                                null,
                                null,
                                null)),
                timings.finishedAt());
    }

    private static Instant at(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static String sum(String stage, int seconds) {
        return "ondes_jobs_stage_seconds_sum{class=\"small\",stage=\"" + stage + "\",} " + seconds + ".0";
    }
}
