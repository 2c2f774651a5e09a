package dev.ondes.alerter.meter;

import static dev.ondes.alerter.testing.Says.room;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Programs;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Prometheus' own tool finds nothing to say of our names, units and help texts. */
@SuppressWarnings("deprecation")
class PromtoolIT {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void findsNothingToSay() throws Exception {
        // Given
        String promtool = Programs.need("promtool").toString();
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var buckets = new Buckets(Buckets.STANDARD.queue(), Buckets.STANDARD.stage(), Buckets.STANDARD.build(), 10, 10);
        var counters = new JobCounters(registry, buckets);
        var fleet = new Fleet(Staleness.STANDARD, Set.of(), counters);
        var says = new Says();
        Name job = Name.of(1, "small");
        fleet.on(says.capacity(NOON, room("small", 10, 4)), NOON);
        fleet.on(says.queued(job, NOON, NOON), NOON);
        fleet.on(says.pod(job, 1, CapacityType.SPOT, NOON), NOON);
        fleet.on(says.started(job, 1, "node-1", NOON), NOON);
        fleet.on(says.notice("n-1", "node-1", NOON, 1), NOON);
        fleet.on(says.rescheduled(job, 1, EndReason.SPOT_INTERRUPTED, LossCause.SPOT, NOON), NOON);
        fleet.on(says.finished(job, EndReason.SCRIPT_SUCCEEDED, LossCause.SPOT, NOON, NOON), NOON);
        Snapshot snapshot = fleet.snapshot(NOON);
        new FleetGauges(registry, () -> snapshot, counters, buckets).see(snapshot);
        var service = new ServiceMeters(registry, StandardRules.all(), List.of("chat"));
        service.see(List.of(new QueueFigures("ondes.dead-letters", QueueFigures.Kind.KEPT, 1, 0)));
        service.journal(() -> 0, () -> 0, () -> 0, () -> 0, () -> true);
        service.leading(() -> true);

        // When
        Process process = new ProcessBuilder(promtool, "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(registry.scrape().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}
