package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.NodeNotice;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.JobOnNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that go away, went, or run jobs.
 *
 * @param leaving how many go away, or may, and are not drained
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

    /** A node that runs jobs. */
    public record Busy(String node, int jobs, String link, boolean leaves) {}

    public static NodesView of(Moment moment, int page) {
        List<NodeNotice> sorted = moment.fleet().nodes().stream()
                .sorted(Comparator.comparing(NodeNotice::leaves)
                        .thenComparing(NodeNotice::heardLast)
                        .reversed())
                .toList();
        Pager pager = Pager.of(
                page,
                sorted.size(),
                number ->
                        Query.of("/nodes").with("page", String.valueOf(number)).link());
        return new NodesView(
                (int) sorted.stream().filter(NodeNotice::leaves).count(),
                pager.cut(sorted).stream()
                        .map(node -> notice(node, moment.times()))
                        .toList(),
                pager,
                busy(moment));
    }

    private static List<Busy> busy(Moment moment) {
        Set<String> leaving = moment.fleet().nodes().stream()
                .filter(NodeNotice::leaves)
                .map(NodeNotice::node)
                .collect(Collectors.toSet());
        Map<String, Long> jobs = moment.fleet().active().stream()
                .flatMap(job -> job.node().stream())
                .collect(Collectors.groupingBy(node -> node, TreeMap::new, Collectors.counting()));
        return jobs.entrySet().stream()
                .map(entry -> new Busy(
                        Text.shown(entry.getKey()),
                        entry.getValue().intValue(),
                        Links.jobsWith(entry.getKey()),
                        leaving.contains(entry.getKey())))
                .sorted(Comparator.comparing(Busy::jobs).reversed().thenComparing(Busy::node))
                .toList();
    }

    private static Notice notice(NodeNotice node, Times times) {
        TerminationNotice said = node.notice() == null ? null : node.notice().said();
        Instant deadline = said == null ? null : said.deadline();
        return new Notice(
                Links.anchor(node.node()),
                Text.shown(node.node()),
                mark(node, times.now()),
                said == null ? "Nobody said why" : said.kind().sentence(),
                said == null ? "unknown" : said.provider().wire(),
                said == null ? "" : where(said),
                times.at(said == null ? node.heardLast() : said.noticedAt()),
                deadline == null ? null : times.at(deadline),
                deadline == null || !node.leaves() || deadline.isBefore(times.now())
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

    private static Mark mark(NodeNotice node, Instant now) {
        if (node.withdrawal() != null) {
            return new Mark(Mark.Tone.CALM, "↺", "stays after all");
        }
        if (node.drain() != null) {
            return switch (node.drain().said().outcome()) {
                case COMPLETED, CORDON_ONLY -> new Mark(Mark.Tone.GOOD, "✓", "drained");
                case DEADLINE_REACHED -> new Mark(Mark.Tone.OURS, "▲", "went undrained");
                case NODE_GONE -> new Mark(Mark.Tone.CALM, "■", "gone");
                case CANCELLED -> new Mark(Mark.Tone.CALM, "↺", "stays after all");
            };
        }
        if (node.notice() == null) {
            return new Mark(Mark.Tone.UNKNOWN, "?", "unknown");
        }
        Instant deadline = node.notice().said().deadline();
        if (deadline != null && deadline.isBefore(now)) {
            return new Mark(Mark.Tone.UNKNOWN, "?", "its time is up");
        }
        return node.notice().said().kind().certain()
                ? new Mark(Mark.Tone.WAIT, "◆", "goes away")
                : new Mark(Mark.Tone.WAIT, "◇", "may go away");
    }

    private static String drain(NodeDrained said) {
        String counts = said.evicted() + " evicted, " + said.forced() + " forced, " + said.left() + " left";
        return counts + ", in " + Times.took(Duration.between(said.startedAt(), said.finishedAt()));
    }
}
