package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What jobs that ended within some hours cost.
 *
 * @param windows how far back
 * @param unpriced jobs of which nobody said what they cost
 * @param more projects that are not in the list
 */
public record CostView(
        List<Choice> windows,
        List<Row> totals,
        List<Row> classes,
        List<Row> projects,
        List<Row> capacities,
        int unpriced,
        int more) {
    private static final int PROJECTS = 100;
    private static final List<Integer> HOURS = List.of(1, 6, 24);

    /**
     * The sum of some jobs, in one currency.
     *
     * @param jobs how many, with blanks between thousands
     * @param part of the whole, of 100
     */
    public record Row(
            String name, String jobs, String paid, String onDemand, String saved, String savedPart, int part) {}

    private record Key(String name, String currency) {}

    /** Jobs that stand in the same row of each table. There are few, so that each job of a day is added up once. */
    private record Alike(String jobClass, String project, CapacityType capacity, String currency) {}

    private static final class Sum {
        BigDecimal paid = BigDecimal.ZERO;
        BigDecimal onDemand = BigDecimal.ZERO;
        int jobs;

        void add(Cost cost) {
            paid = paid.add(cost.paid());
            onDemand = onDemand.add(cost.onDemand());
            jobs++;
        }

        void add(Sum other) {
            paid = paid.add(other.paid);
            onDemand = onDemand.add(other.onDemand);
            jobs += other.jobs;
        }
    }

    /**
     * The page.
     *
     * @param hours how far back; another number than those that can be chosen is the longest
     */
    public static CostView of(Moment moment, int hours) {
        int window = HOURS.contains(hours) ? hours : HOURS.getLast();
        Snapshot fleet = moment.fleet();
        Instant from = moment.times().now().minus(Duration.ofHours(window));
        Map<Alike, Sum> alike = new HashMap<>();
        int unpriced = 0;
        for (Job job : fleet.ended()) {
            if (job.heardLast().isBefore(from)) {
                break;
            }
            if (job.end() == null) {
                continue;
            }
            JobFinished how = job.end().how();
            Cost cost = how.cost();
            if (cost == null) {
                unpriced++;
                continue;
            }
            alike.computeIfAbsent(
                            new Alike(how.jobClass(), how.projectPath(), how.capacity(), cost.currency()),
                            _ -> new Sum())
                    .add(cost);
        }
        Map<Key, Sum> totals = by(_ -> "All", alike);
        List<Row> byProject = rows(by(Alike::project, alike), totals);
        return new CostView(
                HOURS.stream()
                        .map(one -> Choice.of(
                                String.valueOf(one), one == 1 ? "last hour" : "last " + one + " hours", "" + window))
                        .toList(),
                rows(totals, totals),
                rows(by(Alike::jobClass, alike), totals),
                byProject.stream().limit(PROJECTS).toList(),
                rows(by(one -> one.capacity().wire(), alike), totals),
                unpriced,
                Math.max(0, byProject.size() - PROJECTS));
    }

    private static Map<Key, Sum> by(Function<Alike, String> name, Map<Alike, Sum> alike) {
        Map<Key, Sum> sums = new HashMap<>();
        alike.forEach((one, sum) -> sums.computeIfAbsent(new Key(name.apply(one), one.currency()), _ -> new Sum())
                .add(sum));
        return sums;
    }

    private static List<Row> rows(Map<Key, Sum> sums, Map<Key, Sum> totals) {
        List<Map.Entry<Key, Sum>> sorted = new ArrayList<>(sums.entrySet());
        sorted.sort(Comparator.comparing((Map.Entry<Key, Sum> one) -> one.getValue().paid)
                .reversed()
                .thenComparing(one -> one.getKey().name()));
        return sorted.stream()
                .map(one -> row(
                        one.getKey(),
                        one.getValue(),
                        totals.getOrDefault(new Key("All", one.getKey().currency()), one.getValue())))
                .toList();
    }

    private static Row row(Key key, Sum sum, Sum whole) {
        BigDecimal saved = sum.onDemand.subtract(sum.paid);
        return new Row(
                Text.shown(key.name()),
                Measures.whole(sum.jobs),
                Measures.money(sum.paid, key.currency()),
                Measures.money(sum.onDemand, key.currency()),
                Measures.money(saved, key.currency()),
                sum.onDemand.signum() == 0 ? "–" : Measures.percent(part(saved, sum.onDemand)),
                Math.clamp(Math.round(100 * part(sum.paid, whole.paid)), 0, 100));
    }

    private static double part(BigDecimal of, BigDecimal whole) {
        return whole.signum() == 0
                ? 0
                : of.divide(whole, 4, RoundingMode.HALF_UP).doubleValue();
    }
}
