package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Jobs that somebody looks for.
 *
 * @param columns those that can be sorted by
 */
public record JobsView(
        JobFilter filter,
        String text,
        List<Choice> classes,
        List<Choice> states,
        List<Choice> outcomes,
        List<Choice> reasons,
        List<Column> columns,
        List<JobRow> rows,
        Pager pager) {

    /**
     * One column's head.
     *
     * @param link sorts by it, or the other way round
     * @param sorted for {@code aria-sort}: {@code ascending}, {@code descending} or empty
     * @param figures whether what stands below are figures
     */
    public record Column(String title, String link, String sorted, boolean figures) {
        /** Seen by everybody. */
        public String arrow() {
            return switch (sorted) {
                case "ascending" -> "▲";
                case "descending" -> "▼";
                default -> "";
            };
        }
    }

    public static JobsView of(Moment moment, JobFilter filter, int page) {
        List<Job> found = JobSearch.find(moment.fleet(), filter, moment.times().now());
        Pager pager = Pager.of(
                page,
                found.size(),
                number -> filter.query()
                        .with("page", number == 1 ? "" : String.valueOf(number))
                        .link());
        return new JobsView(
                filter,
                filter.text(),
                moment.fleet().classes().keySet().stream()
                        .sorted()
                        .map(one -> Choice.of(one, Text.shown(one), filter.jobClass()))
                        .toList(),
                Stream.concat(
                                Arrays.stream(Phase.values())
                                        .map(one -> Choice.of(
                                                JobFilter.wire(one),
                                                Mark.of(one).word(),
                                                filter.state())),
                                Stream.of(Choice.of(JobFilter.STUCK, "stuck", filter.state())))
                        .toList(),
                Arrays.stream(Outcome.values())
                        .map(one -> Choice.of(one.wire(), Mark.of(one).word(), filter.outcome()))
                        .toList(),
                Arrays.stream(EndReason.values())
                        .map(one -> Choice.of(one.wire(), one.sentence(), filter.reason()))
                        .toList(),
                Arrays.stream(JobOrder.values()).map(one -> column(one, filter)).toList(),
                pager.cut(found).stream()
                        .map(job -> JobRow.of(job, moment.times()))
                        .toList(),
                pager);
    }

    private static Column column(JobOrder order, JobFilter filter) {
        boolean here = order.wire().equals(filter.sort());
        String sorted = !here ? "" : filter.up() ? "ascending" : "descending";
        return new Column(
                order.title(),
                filter.sorted(order.wire(), here && !filter.up()).query().link(),
                sorted,
                order.isTime());
    }
}
