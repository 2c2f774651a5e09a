package dev.ondes.alerter.sizing;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.contracts.job.Resources;
import java.math.BigDecimal;
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
        Map<Key, Runs> names = new HashMap<>();
        for (Job job : newestFirst) {
            if (job.end() != null && job.end().how().resources() != null) {
                Resources used = job.end().how().resources();
                Runs same = names.computeIfAbsent(
                        new Key(job.project(), job.name()), _ -> new Runs(used, new ArrayList<>()));
                if (same.all().size() < Advice.RUNS) {
                    Run.of(job.end().how()).ifPresent(same.all()::add);
                }
            }
        }
        return names.entrySet().stream()
                .flatMap(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Size::wrongBy).reversed())
                .limit(most)
                .toList();
    }

    /** @param newest what the newest of them asked for */
    private record Runs(Resources newest, List<Run> all) {}

    private static Stream<Size> of(Key key, Runs runs) {
        return Advice.of(runs.all()).stream()
                .map(advice ->
                        new Size(key.project(), key.name(), advice.runs(), memory(runs, advice), cpu(runs, advice)));
    }

    private static Amounts memory(Runs runs, Advice advice) {
        Double used = runs.all().stream()
                .map(Run::memoryPeak)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Long::doubleValue)
                .orElse(null);
        return new Amounts(
                number(runs.newest().memoryAsked()),
                number(runs.newest().memoryLimit()),
                used,
                number(advice.memory()));
    }

    private static Amounts cpu(Runs runs, Advice advice) {
        double used = 0;
        double time = 0;
        for (Run run : runs.all()) {
            // Of a run that told only one of them, neither: they are divided.
            if (run.cpuSeconds() != null && run.script() != null) {
                used += run.cpuSeconds();
                time += run.script().toMillis() / 1000.0;
            }
        }
        return new Amounts(
                number(runs.newest().cpuAsked()),
                number(runs.newest().cpuLimit()),
                used > 0 && time > 0 ? Double.valueOf(used / time) : null,
                number(advice.cpu()));
    }

    private double wrongBy() {
        Double asked = memory.asked();
        Double advised = memory.advised();
        return asked == null || advised == null ? 0 : runs * Math.abs(asked - advised);
    }

    private static @Nullable Double number(@Nullable Long amount) {
        return amount == null ? null : Double.valueOf(amount);
    }

    private static @Nullable Double number(@Nullable BigDecimal amount) {
        return amount == null ? null : Double.valueOf(amount.doubleValue());
    }
}
