package dev.ondes.alerter.sizing;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Resources;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What jobs of one name ask for, might use, used, and should ask for. Pure.
 *
 * @param runs how many runs of the last day it is drawn from, {@link Advice#RUNS} at most
 * @param memory in bytes; used: the most that any of the runs held
 * @param cpu in cores; used: on the average of all their time
 */
public record Size(String project, String name, int runs, Amounts memory, Amounts cpu) {

    /** Missing is what nobody told, or what too few runs did. */
    public record Amounts(
            @Nullable Double asked,
            @Nullable Double limit,
            @Nullable Double used,
            @Nullable Double advised) {}

    private record Key(String project, String name) {}

    /**
     * Of the jobs that ask for the wrong amount of memory, those that do so by most: each run counts.
     *
     * @param newestFirst jobs that ended
     */
    public static List<Size> worst(Iterable<Job> newestFirst, int most) {
        Map<Key, List<JobFinished>> runs = new HashMap<>();
        for (Job job : newestFirst) {
            if (job.end() != null && job.end().how().resources() != null) {
                List<JobFinished> same =
                        runs.computeIfAbsent(new Key(job.project(), job.name()), _ -> new ArrayList<>());
                if (same.size() < Advice.RUNS) {
                    same.add(job.end().how());
                }
            }
        }
        return runs.entrySet().stream()
                .flatMap(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Size::wrongBy).reversed())
                .limit(most)
                .toList();
    }

    private static Stream<Size> of(Key key, List<JobFinished> runs) {
        return Advice.of(runs.stream()).stream()
                .map(advice ->
                        new Size(key.project(), key.name(), advice.runs(), memory(runs, advice), cpu(runs, advice)));
    }

    private static Amounts memory(List<JobFinished> runs, Advice advice) {
        Resources newest = resources(runs.getFirst());
        Double used = runs.stream()
                .map(run -> resources(run).memoryPeak())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Long::doubleValue)
                .orElse(null);
        return new Amounts(number(newest.memoryAsked()), number(newest.memoryLimit()), used, number(advice.memory()));
    }

    private static Amounts cpu(List<JobFinished> runs, Advice advice) {
        Resources newest = resources(runs.getFirst());
        double used = 0;
        double time = 0;
        for (JobFinished run : runs) {
            Double seconds = number(resources(run).cpuSeconds());
            Double took = scriptSeconds(run);
            // Of a run that told only one of them, neither: they are divided.
            if (seconds != null && took != null) {
                used += seconds;
                time += took;
            }
        }
        return new Amounts(
                number(newest.cpuAsked()),
                number(newest.cpuLimit()),
                used > 0 && time > 0 ? Double.valueOf(used / time) : null,
                number(advice.cpu()));
    }

    private static @Nullable Double scriptSeconds(JobFinished run) {
        if (run.timings().scriptStartedAt() == null || run.timings().scriptFinishedAt() == null) {
            return null;
        }
        return Duration.between(run.timings().scriptStartedAt(), run.timings().scriptFinishedAt())
                        .toMillis()
                / 1000.0;
    }

    private double wrongBy() {
        Double asked = memory.asked();
        Double advised = memory.advised();
        return asked == null || advised == null ? 0 : runs * Math.abs(asked - advised);
    }

    private static Resources resources(JobFinished run) {
        return Objects.requireNonNull(run.resources());
    }

    private static @Nullable Double number(@Nullable Long amount) {
        return amount == null ? null : Double.valueOf(amount);
    }

    private static @Nullable Double number(@Nullable BigDecimal amount) {
        return amount == null ? null : Double.valueOf(amount.doubleValue());
    }
}
