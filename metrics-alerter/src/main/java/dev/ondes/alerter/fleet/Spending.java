package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What jobs that ended cost, added up. Never changes.
 *
 * @param sums one for all jobs that have so much in common: a thousand jobs are some dozens
 * @param unpriced jobs of which nobody said what they cost
 */
public record Spending(Map<Alike, Sum> sums, int unpriced) {
    public Spending {
        sums = Map.copyOf(sums);
    }

    /** What jobs of one sum have in common. */
    public record Alike(String jobClass, String project, CapacityType capacity, String currency) {}

    /** Of some jobs, in one currency. */
    public record Sum(BigDecimal paid, BigDecimal onDemand, int jobs) {
        public Sum plus(Sum other) {
            return new Sum(paid.add(other.paid), onDemand.add(other.onDemand), jobs + other.jobs);
        }
    }

    /** Of those among them whose end was told. */
    static Spending of(Stream<Job> ended) {
        Map<Alike, Sum> sums = new HashMap<>();
        int[] unpriced = {0};
        ended.flatMap(job -> Stream.ofNullable(job.end())).map(End::how).forEach(how -> {
            Cost cost = how.cost();
            if (cost == null) {
                unpriced[0]++;
            } else {
                sums.merge(alike(how, cost), new Sum(cost.paid(), cost.onDemand(), 1), Sum::plus);
            }
        });
        return new Spending(sums, unpriced[0]);
    }

    private static Alike alike(JobFinished how, Cost cost) {
        return new Alike(how.jobClass(), how.projectPath(), how.capacity(), cost.currency());
    }

    /** All of them together. */
    static Spending together(List<Spending> parts) {
        Map<Alike, Sum> sums = new HashMap<>();
        parts.forEach(part -> part.sums.forEach((alike, sum) -> sums.merge(alike, sum, Sum::plus)));
        return new Spending(sums, parts.stream().mapToInt(Spending::unpriced).sum());
    }
}
