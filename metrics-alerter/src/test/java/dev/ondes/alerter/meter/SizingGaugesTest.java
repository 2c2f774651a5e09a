package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.Resources;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SizingGaugesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final long GIBIBYTE = 1L << 30;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** A label {@code job} would be renamed by whoever scrapes it, and all jobs of a project would be one. */
    @Test
    void namesTheJobByALabelThatPrometheusLeavesAlone() {
        // Given
        var fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);
        var says = new Says();
        var resources =
                new Resources(4 * GIBIBYTE, 8 * GIBIBYTE, GIBIBYTE, BigDecimal.TWO, null, new BigDecimal("30"), null);
        for (long id = 1; id <= 10; id++) {
            var job = new Name(id, "small", "group/app", "compile");
            fleet.on(says.finished(job, resources, NOON, NOON.plusSeconds(60)), NOON.plusSeconds(60));
        }

        // When
        new SizingGauges(registry, 5).see(fleet.snapshot(NOON.plusSeconds(600)));

        // Then
        assertThat(registry.getMeters())
                .hasSize(7)
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getTags())
                        .contains(Tag.of("project", "group/app"), Tag.of("name", "compile"))
                        .extracting(Tag::getKey)
                        .doesNotContainAnyElementsOf(List.of("job", "instance")));
    }
}
