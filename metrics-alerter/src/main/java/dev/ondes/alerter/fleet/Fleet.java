package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.event.AlertSilenced;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.BuildRequested;
import dev.ondes.contracts.event.BuildStarted;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.OperatorActed;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The model: jobs, nodes, capacity and alerts, from events alone. Written by one thread at a time; readers have {@link #snapshot}s.
 * Repeated, late and disordered events end in the same state, and what is counted is counted once. Bounded by {@link Limits}.
 */
public final class Fleet {
    /** Clocks of machines differ by less. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** It is said every 2 s; older words say nothing of now. */
    private static final Duration CAPACITY_COUNTS = Duration.ofMinutes(1);

    private static final String OURSELVES = "metrics-alerter";
    private static final int FAILURES = 200;

    private final Limits limits;
    private final Staleness staleness;
    private final Set<Duration> windows;
    private final FleetCounts counts;

    private final SeenIds ids = new SeenIds(100_000);
    private final Names names = new Names();
    private final Arrivals arrivals;
    private final JobNews news;
    private final Jobs jobs;
    private final Map<String, Capacity> capacity = new HashMap<>();
    private final SequencedMap<String, NodeNotice> nodes = new LinkedHashMap<>();
    private final SequencedMap<String, Build> builds = new LinkedHashMap<>();
    private final AlertBook book = new AlertBook();
    private final Deque<Snapshot.Failure> failures = new ArrayDeque<>();
    private @Nullable Instant newest;

    /** @param windows for which snapshots tell how jobs ended; at most a day each */
    public Fleet(Staleness staleness, Set<Duration> windows, FleetCounts counts) {
        this.limits = staleness.limits();
        this.staleness = staleness;
        this.windows = Set.copyOf(windows);
        this.counts = counts;
        this.arrivals = new Arrivals(limits.nodes());
        this.news = new JobNews(counts);
        this.jobs = new Jobs(limits, names, arrivals, counts, news);
    }

    /**
     * Takes one event.
     *
     * @param now what comes from later than this, by its own time, is taken as said now
     */
    public void on(Event<?> event, Instant now) {
        if (!ids.add(event.id())) {
            return;
        }
        Instant at = saidAt(event, now);
        if (!isOurOwn(event.data())) {
            advance(at);
        }
        switch (event.data()) {
            case JobQueued said -> jobs.queued(said, at, event.traceparent());
            case JobObserved said -> jobs.observed(said, at, event.traceparent());
            case PodCreated said -> jobs.created(said, at, event.traceparent());
            case JobStarted said -> jobs.started(said, at, event.traceparent());
            case JobRescheduled said -> jobs.rescheduled(said, at, event.traceparent());
            case JobFinished said -> jobs.finished(said, at, event.traceparent());
            case CapacityReported said ->
                said.classes()
                        .forEach(
                                room -> capacity.merge(names.one(room.jobClass()), new Capacity(at, room), Said::last));
            case TerminationNotice said -> noticed(said, at);
            case TerminationCancelled said ->
                node(said.noticeId(), said.node(), at, node -> node.with(new NodeNotice.Withdrawal(at, said)));
            case NodeDrained said ->
                node(said.noticeId(), said.node(), at, node -> node.with(new NodeNotice.Drain(at, said)));
            case SystemFailure said -> failed(said, at);
            case AlertFiring said -> book.fires(said, at);
            case AlertResolved said -> book.isOver(said, at);
            case AlertSilenced said -> book.silenced(said, at);
            case OperatorActed said -> book.acted(said, at);
            case BuildStarted said -> build(said.buildId(), at, build -> build.with(new Build.Started(at, said)));
            case BuildDone said -> built(said, at);
            // Said to somebody; what comes of it is said again.
            case BuildRequested _, JobCancelRequested _ -> {}
        }
    }

    /** Our own words are no sign of life: that nothing is heard would end as soon as it is said. */
    private static boolean isOurOwn(EventData data) {
        return data instanceof AlertFiring
                || data instanceof AlertResolved
                || data instanceof AlertSilenced
                || data instanceof OperatorActed
                || (data instanceof SystemFailure failure && failure.service().equals(OURSELVES));
    }

    private Instant saidAt(Event<?> event, Instant now) {
        if (event.time().isAfter(now.plus(CLOCKS_DIFFER))) {
            counts.fromTheFuture();
            return now;
        }
        return event.time();
    }

    /** The journal's own clock: the newest time that it said. Its days are those that counts begin anew with. */
    private void advance(Instant at) {
        if (newest == null || at.isAfter(newest)) {
            if (newest != null && day(at).isAfter(day(newest))) {
                counts.newDay();
            }
            newest = at;
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private void noticed(TerminationNotice said, Instant at) {
        NodeNotice known = nodes.get(said.noticeId());
        if (known == null || known.notice() == null) {
            counts.noticed(said);
        }
        node(said.noticeId(), said.node(), at, node -> node.with(new NodeNotice.Notice(at, said)));
    }

    private void node(String id, String node, Instant at, UnaryOperator<NodeNotice> saying) {
        NodeNotice known = nodes.get(id);
        nodes.put(id, saying.apply(known == null ? NodeNotice.of(id, node, at) : known));
        if (nodes.size() > limits.nodes()) {
            nodes.pollFirstEntry();
        }
    }

    private void built(BuildDone said, Instant at) {
        Build known = builds.get(said.buildId());
        if (known == null || known.done() == null) {
            counts.built(said);
        }
        build(said.buildId(), at, build -> build.with(new Build.Done(at, said)));
    }

    private void build(String id, Instant at, UnaryOperator<Build> saying) {
        Build known = builds.get(id);
        builds.put(id, saying.apply(known == null ? Build.of(id, at) : known));
        if (builds.size() > limits.nodes()) {
            builds.pollFirstEntry();
        }
    }

    private void failed(SystemFailure said, Instant at) {
        counts.failed(said);
        failures.addFirst(new Snapshot.Failure(at, said));
        if (failures.size() > FAILURES) {
            failures.removeLast();
        }
    }

    /** What is known now; and what is over for long is forgotten. */
    public Snapshot snapshot(Instant now) {
        forget(now);
        Instant fresh = now.minus(CAPACITY_COUNTS);
        Map<String, Capacity> room = new HashMap<>(capacity);
        room.values().removeIf(said -> said.saidAt().isBefore(fresh));
        Map<String, Figures> figures = new HashMap<>();
        for (String known : capacity.keySet()) {
            figures.put(known, figures(known, room, now));
        }
        for (String known : news.minutes().keySet()) {
            figures.computeIfAbsent(known, name -> figures(name, room, now));
        }
        for (Job job : jobs.active()) {
            figures.computeIfAbsent(job.jobClass(), name -> figures(name, room, now))
                    .add(job);
        }
        Map<String, ClassFigures> classes = new HashMap<>();
        figures.forEach(
                (name, counted) -> classes.put(name, counted.done(news.minutes().get(name), windows)));
        return new Snapshot(
                now,
                Optional.ofNullable(newest),
                Map.copyOf(classes),
                List.copyOf(jobs.active()),
                jobs.ended(),
                Map.copyOf(capacity),
                Departures.of(nodes.values(), arrivals, jobs.active(), now).reversed(),
                new ArrayList<>(builds.values()).reversed(),
                book.alerts(),
                book.silences(),
                book.deeds(),
                List.copyOf(failures));
    }

    private Figures figures(String jobClass, Map<String, Capacity> room, Instant now) {
        return new Figures(jobClass, now, staleness, room.get(jobClass), !room.isEmpty());
    }

    private void forget(Instant now) {
        Instant before = now.minus(limits.keep());
        jobs.forget(now, staleness);
        builds.values().removeIf(build -> build.heardLast().isBefore(before));
        nodes.values().removeIf(node -> node.matters().isBefore(before));
        arrivals.dropBefore(before);
        book.forget(before);
        capacity.values().removeIf(last -> last.saidAt().isBefore(before));
    }
}
