package dev.ondes.alerter.sizing;

import dev.ondes.contracts.event.JobFinished;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What jobs of one name should ask for, by their last runs. Careful: a job that is killed for want of memory costs more than memory that lies
 * idle. Pure.
 *
 * @param runs how many it is drawn from
 * @param memory bytes to ask for; missing where too few runs told theirs
 * @param cpu cores to ask for; missing where too few runs told theirs
 */
public record Advice(
        int runs, @Nullable Long memory, @Nullable BigDecimal cpu) {
    /** Older ones say little of what the job is now. */
    public static final int RUNS = 50;

    /** Fewer show no pattern. */
    static final int LEAST = 10;

    private static final long MEBIBYTE = 1L << 20;
    private static final long MEMORY_STEP = 64 * MEBIBYTE;
    private static final double MARGIN = 1.2;
    /** After a kill nobody knows how much it would have needed. */
    private static final double AFTER_KILL = 1.5;
    /** Caches fill what there is: a job that came so near its limit may need that much, or less. */
    private static final double AT_THE_LIMIT = 0.95;

    private static final BigDecimal CPU_STEP = new BigDecimal("0.05");

    /**
     * Draws it.
     *
     * @param newestFirst runs of jobs of one name in one project; those beyond the first {@value #RUNS} don't count
     * @return empty with less than ten runs that tell anything
     */
    public static Optional<Advice> of(Stream<JobFinished> newestFirst) {
        return of(newestFirst.flatMap(how -> Run.of(how).stream()).limit(RUNS).toList());
    }

    /** @param runs no more than {@value #RUNS} */
    static Optional<Advice> of(List<Run> runs) {
        Long memory = memory(runs);
        BigDecimal cpu = cpu(runs);
        return memory == null && cpu == null ? Optional.empty() : Optional.of(new Advice(runs.size(), memory, cpu));
    }

    /** What 95 of 100 runs held at most, and a fifth more; at least what any run held, and after a kill half more than the limit. */
    private static @Nullable Long memory(List<Run> runs) {
        List<Run> told = runs.stream().filter(run -> run.memoryPeak() != null).toList();
        if (told.size() < LEAST) {
            return null;
        }
        double wanted = MARGIN
                * percentile95(told.stream().map(run -> (double) run.peak()).toList());
        for (Run run : runs) {
            wanted = Math.max(wanted, floor(run));
        }
        return (long) Math.ceil(wanted / MEMORY_STEP) * MEMORY_STEP;
    }

    /** What this run alone says to ask for at least. */
    private static double floor(Run run) {
        Long limit = run.memoryLimit();
        if (run.killed()) {
            return AFTER_KILL * (limit == null ? run.peak() : limit);
        }
        return limit != null && run.peak() >= AT_THE_LIMIT * limit ? limit : run.peak();
    }

    /** What 95 of 100 runs used on the average of their time, and a fifth more. */
    private static @Nullable BigDecimal cpu(List<Run> runs) {
        List<Double> cores = runs.stream().flatMap(run -> cores(run).stream()).toList();
        if (cores.size() < LEAST) {
            return null;
        }
        BigDecimal wanted = BigDecimal.valueOf(MARGIN * percentile95(cores));
        return wanted.divide(CPU_STEP, 0, RoundingMode.CEILING)
                .max(BigDecimal.ONE)
                .multiply(CPU_STEP);
    }

    private static Optional<Double> cores(Run run) {
        if (run.cpuSeconds() == null || run.script() == null) {
            return Optional.empty();
        }
        double seconds = run.script().toMillis() / 1000.0;
        return seconds < 1 ? Optional.empty() : Optional.of(run.cpuSeconds() / seconds);
    }

    /** The smallest value that 95 of 100 don't exceed. */
    private static double percentile95(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    }
}
