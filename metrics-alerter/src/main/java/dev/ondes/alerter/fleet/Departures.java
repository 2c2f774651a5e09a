package dev.ondes.alerter.fleet;

import dev.ondes.alerter.fleet.Departure.Stand;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where each going away stands at a moment: by all that was said of nodes of that name, in whatever order, and by the time. Nobody
 * says that a drained node is gone, so that its deadline ends it, or what can't be while it is there: its deletion, a notice of
 * another machine under its name, a script that begins there. Pure.
 */
final class Departures {
    /** Machines go a little later than was said, and clocks differ. */
    private static final Duration AFTER_DEADLINE = Duration.ofMinutes(1);

    /** Nobody said when it goes: the time in which a recommendation that nothing followed is taken back. */
    private static final Duration WITHOUT_DEADLINE = Duration.ofMinutes(30);

    /** A pod may be bound in the instant in which its node is cordoned, but not a minute later. */
    private static final Duration CORDONED = Duration.ofMinutes(1);

    private final Map<String, List<NodeNotice>> byNode;
    private final Arrivals arrivals;
    private final Map<String, Long> jobs;
    private final Instant now;

    private Departures(Collection<NodeNotice> known, Arrivals arrivals, Collection<Job> active, Instant now) {
        this.byNode = known.stream().collect(Collectors.groupingBy(NodeNotice::node));
        this.arrivals = arrivals;
        this.jobs = active.stream()
                .filter(job -> job.phase() == Phase.RUNNING)
                .flatMap(job -> job.node().stream())
                .filter(byNode::containsKey)
                .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
        this.now = now;
    }

    /** In the order of the notices. */
    static List<Departure> of(Collection<NodeNotice> known, Arrivals arrivals, Collection<Job> active, Instant now) {
        var departures = new Departures(known, arrivals, active, now);
        return known.stream().map(departures::of).toList();
    }

    private Departure of(NodeNotice node) {
        int running = jobs.getOrDefault(node.node(), 0L).intValue();
        return new Departure(node, stand(node, running), running);
    }

    private Stand stand(NodeNotice node, int running) {
        if (node.withdrawal() != null || endedBy(node, DrainOutcome.CANCELLED)) {
            return Stand.STAYS;
        }
        if (node.notice() == null) {
            return endedBy(node, DrainOutcome.NODE_GONE) ? Stand.GONE : Stand.OVER;
        }
        Optional<Instant> gone = gone(node, node.notice().said());
        if (hasSuccessor(node, node.notice().said()) || hasArrival(node, node.notice(), gone.orElse(null))) {
            return Stand.REPLACED;
        }
        if (gone.isPresent()) {
            return Stand.GONE;
        }
        return isOver(node, node.notice().said().deadline(), running) ? Stand.OVER : Stand.LEAVES;
    }

    private static boolean endedBy(NodeNotice node, DrainOutcome outcome) {
        return node.drain() != null && node.drain().said().outcome() == outcome;
    }

    /** Its own deletion, or one that was noticed after it. */
    private Optional<Instant> gone(NodeNotice node, TerminationNotice said) {
        Optional<Instant> deleted = notices(node.node())
                .filter(other -> other.kind() == NoticeKind.NODE_DELETED)
                .map(TerminationNotice::noticedAt)
                .filter(at -> !at.isBefore(said.noticedAt()))
                .min(Instant::compareTo);
        return deleted.or(() -> Optional.ofNullable(node.drain())
                .filter(_ -> endedBy(node, DrainOutcome.NODE_GONE))
                .map(drain -> drain.said().finishedAt()));
    }

    /** One machine has one notice of a kind at a time: another one is of another machine, as is one that names another. */
    private boolean hasSuccessor(NodeNotice node, TerminationNotice said) {
        return notices(node.node())
                .filter(other -> other.noticedAt().isAfter(said.noticedAt()))
                .filter(other -> !other.noticeId().equals(node.id()))
                .anyMatch(other -> other.kind() == said.kind() || isOfAnother(other.instanceId(), said.instanceId()));
    }

    private static boolean isOfAnother(@Nullable String machine, @Nullable String other) {
        return machine != null && other != null && !machine.equals(other);
    }

    private Stream<TerminationNotice> notices(String node) {
        return byNode.getOrDefault(node, List.of()).stream()
                .filter(one -> one.withdrawal() == null)
                .flatMap(one -> Stream.ofNullable(one.notice()))
                .map(NodeNotice.Notice::said);
    }

    /** A job of a new machine: one that began when the old one was gone, or whose pod came after the cordon. */
    private boolean hasArrival(NodeNotice node, NodeNotice.Notice notice, @Nullable Instant gone) {
        Instant end = gone == null ? notice.said().deadline() : gone;
        return (end != null && arrivals.begunAfter(node.node(), end))
                || (node.drain() != null
                        && arrivals.madeAfter(node.node(), notice.saidAt().plus(CORDONED)));
    }

    /** Where nobody said when, its jobs tell that it is there. */
    private boolean isOver(NodeNotice node, @Nullable Instant deadline, int running) {
        return deadline == null
                ? running == 0 && now.isAfter(node.heardLast().plus(WITHOUT_DEADLINE))
                : now.isAfter(deadline.plus(AFTER_DEADLINE));
    }
}
