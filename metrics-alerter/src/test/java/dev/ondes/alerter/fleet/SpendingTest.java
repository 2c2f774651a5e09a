package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Spending.Alike;
import dev.ondes.alerter.fleet.Spending.Sum;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Timings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int DAY = 5_000;

    private final EndedJobs jobs = new EndedJobs(DAY);

    @Test
    void jobsThatAreAlikeAreOneSumAndThoseWithoutAPriceAreCounted() {
        // Given
        jobs.put(job(1, "small", "group/app", cost("USD", "0.10"), NOON));
        jobs.put(job(2, "small", "group/app", cost("USD", "0.05"), NOON));
        jobs.put(job(3, "small", "group/app", cost("EUR", "0.01"), NOON));
        jobs.put(job(4, "small", "group/app", null, NOON));

        // When
        Spending spent = jobs.view().spentSince(NOON.minusSeconds(1));

        // Then
        assertThat(spent.unpriced()).isEqualTo(1);
        assertThat(spent.sums())
                .isEqualTo(Map.of(
                        new Alike("small", "group/app", CapacityType.SPOT, "USD"),
                        new Sum(new BigDecimal("0.15"), new BigDecimal("0.45"), 2),
                        new Alike("small", "group/app", CapacityType.SPOT, "EUR"),
                        new Sum(new BigDecimal("0.01"), new BigDecimal("0.03"), 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 700, 1_024, 3_000, DAY})
    void whatIsAddedUpByBlocksIsWhatAWalkThroughAllOfThemFinds(int seconds) {
        // Given: a day of jobs whose ends come in disorder, and some of which are told once more
        long seed = 20261129;
        var random = new Random(seed);
        for (int id = 1; id <= DAY; id++) {
            jobs.put(random(id, random));
        }
        jobs.view().spentSince(NOON.minusSeconds(10));
        for (int i = 0; i < 200; i++) {
            jobs.put(random(1 + random.nextInt(DAY), random));
        }
        Instant from = NOON.plusSeconds(seconds);

        // When
        Spending spent = jobs.view().spentSince(from);

        // Then
        assertThat(spent)
                .as("seed %d", seed)
                .isEqualTo(Spending.of(
                        jobs.view().stream().filter(job -> job.end().saidAt().isAfter(from))));
    }

    @Test
    void aFullBlockIsAddedUpOnceUnlessItsJobsHaveTooLittleInCommon() {
        var alike = new EndedBlock();
        var others = new EndedBlock();
        for (int id = 1; id <= EndedBlock.SIZE; id++) {
            alike.add(job(id, "small", "group/app-" + id % 200, cost("USD", "0.01"), NOON));
            others.add(job(id, "small", "group/app-" + id, cost("USD", "0.01"), NOON));
        }

        assertThat(alike.view().spent()).isSameAs(alike.view().spent());
        assertThat(others.view().spent())
                .isEqualTo(others.view().spent())
                .isNotSameAs(others.view().spent());
    }

    private static Job random(int id, Random random) {
        return job(
                id,
                "class-" + random.nextInt(3),
                "group/app-" + random.nextInt(5),
                random.nextInt(9) == 0 ? null : cost("USD", "0.0" + (1 + random.nextInt(9))),
                NOON.plusSeconds(id + random.nextInt(300)));
    }

    private static Cost cost(String currency, String paid) {
        var amount = new BigDecimal(paid);
        return new Cost(currency, amount, amount.multiply(BigDecimal.valueOf(3)));
    }

    private static Job job(long id, String jobClass, String project, @Nullable Cost cost, Instant at) {
        EndReason reason = EndReason.SCRIPT_SUCCEEDED;
        var how = new JobFinished(
                id,
                "test",
                project,
                jobClass,
                1,
                reason.outcome(),
                reason,
                0,
                null,
                "node-1",
                CapacityType.SPOT,
                new Timings(at, at, at, at, at, at, at, at),
                null,
                cost,
                null);
        return new Job(id, null, null, jobClass, project, null, List.of(), new End(at, how), at, at, null);
    }
}
