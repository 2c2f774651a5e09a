package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Departure;
import dev.ondes.alerter.fleet.NodeNotice;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.JobOnNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that go away, went, or run jobs.
 *
 * @param leaving how many go away, or may, and are there
 * @param notices those that leave first, then newest first
 * @param busy nodes whose jobs' scripts run now, those with most jobs first
 */
public record NodesView(int leaving, List<Notice> notices, Pager pager, List<Busy> busy) {

    /**
     * What is known of one node's going away.
     *
     * @param left until its deadline; null where nobody said it, or where it is over
     * @param jobs that were on it
     */
    public record Notice(
            String anchor,
            String node,
            Mark mark,
            String why,
            String provider,
            String where,
            Times.Stamp noticed,
            Times.@Nullable Stamp deadline,
            @Nullable String left,
            String drain,
            List<JobLink> jobs) {}

    /** A job, to go to. */
    public record JobLink(long id, String link) {}

    /**
     * A node that runs jobs.
     *
     * @param mark of its going away; null where nothing was heard of that
     */
    public record Busy(
            String node, int jobs, String link, @Nullable Mark mark) {}

    public static NodesView of(Moment moment, int page) {
        List<Departure> sorted = moment.fleet().nodes().stream()
                .sorted(Comparator.comparing(Departure::leaves)
                        .thenComparing(Departure::heardLast)
                        .reversed())
                .toList();
        Pager pager = Pager.of(
                page,
                sorted.size(),
                number ->
                        Query.of("/nodes").with("page", String.valueOf(number)).link());
        return new NodesView(
                moment.fleet().leaving(),
                pager.cut(sorted).stream()
                        .map(node -> notice(node, moment.times()))
                        .toList(),
                pager,
                busy(moment, sorted));
    }

    /** @param departures what matters most first */
    private static List<Busy> busy(Moment moment, List<Departure> departures) {
        Map<String, Mark> marks = departures.stream()
                .filter(NodesView::isOfTheNodeThatRuns)
                .collect(Collectors.toMap(Departure::node, NodesView::mark, (first, _) -> first));
        Map<String, Long> jobs = moment.fleet().active().stream()
                .filter(job -> job.phase() == Phase.RUNNING)
                .flatMap(job -> job.node().stream())
                .collect(Collectors.groupingBy(node -> node, TreeMap::new, Collectors.counting()));
        return jobs.entrySet().stream()
                .map(entry -> new Busy(
                        Text.shown(entry.getKey()),
                        entry.getValue().intValue(),
                        Links.jobsWith(entry.getKey()),
                        marks.get(entry.getKey())))
                .sorted(Comparator.comparing(Busy::jobs).reversed().thenComparing(Busy::node))
                .toList();
    }

    /** Not of one that stays, nor of an earlier one of its name. */
    private static boolean isOfTheNodeThatRuns(Departure departure) {
        return switch (departure.stand()) {
            case LEAVES, OVER, GONE -> true;
            case REPLACED, STAYS -> false;
        };
    }

    private static Notice notice(Departure departure, Times times) {
        NodeNotice node = departure.known();
        TerminationNotice said = node.notice() == null ? null : node.notice().said();
        Instant deadline = said == null ? null : said.deadline();
        return new Notice(
                Links.anchor(node.node()),
                Text.shown(node.node()),
                mark(departure),
                said == null ? "Nobody said why" : said.kind().sentence(),
                said == null ? "unknown" : said.provider().wire(),
                said == null ? "" : where(said),
                times.at(said == null ? node.heardLast() : said.noticedAt()),
                deadline == null ? null : times.at(deadline),
                deadline == null || !departure.leaves() || deadline.isBefore(times.now())
                        ? null
                        : Times.took(Duration.between(times.now(), deadline)),
                node.drain() == null ? "" : drain(node.drain().said()),
                said == null
                        ? List.of()
                        : said.jobs().stream()
                                .map(JobOnNode::jobId)
                                .map(id -> new JobLink(id, Links.job(id)))
                                .toList());
    }

    private static String where(TerminationNotice said) {
        return Stream.of(
                        said.nodeGroup(),
                        said.instanceType(),
                        said.zone(),
                        said.capacity().wire())
                .filter(part -> part != null && !part.isEmpty())
                .map(Text::shown)
                .collect(Collectors.joining(", "));
    }

    private static Mark mark(Departure departure) {
        return switch (departure.stand()) {
            case LEAVES -> leaves(departure);
            case OVER -> over(departure.known());
            case GONE -> new Mark(Mark.Tone.CALM, "■", "gone");
            case REPLACED -> new Mark(Mark.Tone.CALM, "↻", "gone, a new node has its name");
            case STAYS -> new Mark(Mark.Tone.CALM, "↺", "stays after all");
        };
    }

    /** Its drain may have ended; the node is there as long as it leaves. */
    private static Mark leaves(Departure departure) {
        NodeNotice.Notice notice = departure.known().notice();
        NodeNotice.Drain drain = departure.known().drain();
        boolean certain = notice != null && notice.said().kind().certain();
        String goes = certain ? "goes away" : "may go away";
        String runOn =
                switch (departure.jobs()) {
                    case 0 -> "";
                    case 1 -> "1 job runs on";
                    default -> departure.jobs() + " jobs run on";
                };
        if (drain == null) {
            return new Mark(Mark.Tone.WAIT, certain ? "◆" : "◇", runOn.isEmpty() ? goes : goes + ", " + runOn);
        }
        String rest = runOn.isEmpty() ? goes : runOn;
        return switch (drain.said().outcome()) {
            case DEADLINE_REACHED -> new Mark(Mark.Tone.OURS, "▲", "not drained in time, " + rest);
            case COMPLETED, CORDON_ONLY, NODE_GONE, CANCELLED ->
                new Mark(Mark.Tone.WAIT, certain ? "◆" : "◇", "drained, " + rest);
        };
    }

    private static Mark over(NodeNotice node) {
        if (node.drain() != null) {
            return switch (node.drain().said().outcome()) {
                case DEADLINE_REACHED -> new Mark(Mark.Tone.OURS, "▲", "went undrained");
                case COMPLETED, CORDON_ONLY, NODE_GONE, CANCELLED -> new Mark(Mark.Tone.GOOD, "✓", "drained");
            };
        }
        boolean timed = node.notice() != null && node.notice().said().deadline() != null;
        return new Mark(Mark.Tone.UNKNOWN, "?", timed ? "its time is up" : "nothing more was heard");
    }

    private static String drain(NodeDrained said) {
        String counts = said.evicted() + " evicted, " + said.forced() + " forced, " + said.left() + " left";
        return counts + ", in " + Times.took(Duration.between(said.startedAt(), said.finishedAt()));
    }
}
