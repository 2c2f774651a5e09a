package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Spending;
import dev.ondes.alerter.fleet.Spending.Alike;
import dev.ondes.alerter.fleet.Spending.Sum;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
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
     * @param share the same in words
     */
    public record Row(
            String name,
            String jobs,
            String paid,
            String onDemand,
            String saved,
            String savedPart,
            int part,
            String share) {}

    private record Key(String name, String currency) {}

    /**
     * The page.
     *
     * @param hours how far back; another number than those that can be chosen is the longest
     */
    public static CostView of(Moment moment, int hours) {
        int window = HOURS.contains(hours) ? hours : HOURS.getLast();
        Spending spent = moment.fleet().ended().spentSince(moment.times().now().minus(Duration.ofHours(window)));
        Map<Key, Sum> totals = by(_ -> "All", spent);
        List<Row> byProject = rows(by(Alike::project, spent), totals);
        return new CostView(
                HOURS.stream()
                        .map(one -> Choice.of(
                                String.valueOf(one), one == 1 ? "last hour" : "last " + one + " hours", "" + window))
                        .toList(),
                rows(totals, totals),
                rows(by(Alike::jobClass, spent), totals),
                byProject.stream().limit(PROJECTS).toList(),
                rows(by(one -> one.capacity().wire(), spent), totals),
                spent.unpriced(),
                Math.max(0, byProject.size() - PROJECTS));
    }

    private static Map<Key, Sum> by(Function<Alike, String> name, Spending spent) {
        Map<Key, Sum> sums = new HashMap<>();
        spent.sums().forEach((one, sum) -> sums.merge(new Key(name.apply(one), one.currency()), sum, Sum::plus));
        return sums;
    }

    private static List<Row> rows(Map<Key, Sum> sums, Map<Key, Sum> totals) {
        List<Map.Entry<Key, Sum>> sorted = new ArrayList<>(sums.entrySet());
        sorted.sort(
                Comparator.comparing((Map.Entry<Key, Sum> one) -> one.getValue().paid())
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
        BigDecimal saved = sum.onDemand().subtract(sum.paid());
        double share = part(sum.paid(), whole.paid());
        return new Row(
                Text.shown(key.name()),
                Measures.whole(sum.jobs()),
                Measures.money(sum.paid(), key.currency()),
                Measures.money(sum.onDemand(), key.currency()),
                Measures.money(saved, key.currency()),
                sum.onDemand().signum() == 0 ? "–" : Measures.percent(part(saved, sum.onDemand())),
                Math.clamp(Math.round(100 * share), 0, 100),
                Measures.share(share));
    }

    private static double part(BigDecimal of, BigDecimal whole) {
        return whole.signum() == 0 ? 0 : of.divide(whole, MathContext.DECIMAL64).doubleValue();
    }
}
