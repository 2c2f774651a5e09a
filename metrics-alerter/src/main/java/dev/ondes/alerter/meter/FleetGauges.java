package dev.ondes.alerter.meter;

import dev.ondes.alerter.fleet.Capacity;
import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.PendingState;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.job.CapacityType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How things stand now, as gauges that read the newest snapshot when they are scraped. Those of a class are made when it is first seen and
 * removed when it is gone, so that no series goes on telling its last value for ever. {@link #see} is called by one thread.
 */
public final class FleetGauges {
    private static final String CLASS = "class";

    private final MeterRegistry registry;
    private final Supplier<Snapshot> newest;
    private final JobCounters counters;
    private final int most;
    private final Map<String, List<Meter>> classes = new HashMap<>();

    public FleetGauges(MeterRegistry registry, Supplier<Snapshot> newest, JobCounters counters, Buckets buckets) {
        this.registry = registry;
        this.newest = newest;
        this.counters = counters;
        this.most = buckets.classes();
        Gauge.builder("ondes.watchdog", () -> 1)
                .description("Always 1: whoever no longer sees it knows that nobody watches")
                .register(registry);
        Gauge.builder("ondes.nodes.leaving", () -> newest.get().leaving())
                .description("Nodes that will go away, or may, and are there, drained or not")
                .register(registry);
        Gauge.builder("ondes.silences", this, FleetGauges::silences)
                .description("Silences of alerts that are in force")
                .register(registry);
        Gauge.builder("ondes.journal.last.event.timestamp", this, FleetGauges::newestEvent)
                .description("Time of the newest event")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("ondes.capacity.reported.timestamp", this, FleetGauges::capacityReported)
                .description("When a pod-scheduler last said how much room there is")
                .baseUnit("seconds")
                .register(registry);
    }

    private double silences() {
        Snapshot seen = newest.get();
        return seen.silences().stream()
                .filter(silence -> silence.isInForce(seen.at()))
                .count();
    }

    /** Makes and removes gauges for the classes of this snapshot. */
    public void see(Snapshot snapshot) {
        Set<String> gone = new HashSet<>(classes.keySet());
        for (String name : snapshot.classes().keySet()) {
            gone.remove(name);
            if (!classes.containsKey(name) && classes.size() < most) {
                classes.put(name, gauges(name));
            }
            counters.know(name);
        }
        gone.forEach(name -> {
            List<Meter> gauges = classes.remove(name);
            if (gauges != null) {
                gauges.forEach(registry::remove);
            }
        });
    }

    private List<Meter> gauges(String name) {
        String label = Label.of(name);
        Tags tags = Tags.of(CLASS, label);
        List<Meter> made = new ArrayList<>();
        for (PendingState state : PendingState.values()) {
            made.add(figure(
                    name,
                    "ondes.jobs.pending",
                    "Jobs that wait in GitLab for a runner",
                    tags.and("state", state.wire()),
                    of -> of.pending().getOrDefault(state, 0)));
        }
        made.add(Gauge.builder("ondes.jobs.pending.oldest", this, all -> all.oldest(name))
                .description("How long the oldest job waits that is surely pending in GitLab; 0 where none is")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        made.add(figure(
                name,
                "ondes.jobs.starting",
                "Jobs that were taken and whose script has not begun",
                tags,
                ClassFigures::starting));
        for (CapacityType capacity : CapacityType.values()) {
            made.add(figure(
                    name,
                    "ondes.jobs.running",
                    "Jobs whose script runs",
                    tags.and("capacity", capacity.wire()),
                    of -> of.running().getOrDefault(capacity, 0)));
        }
        made.add(figure(
                name,
                "ondes.jobs.running",
                "Jobs whose script runs",
                tags.and("capacity", "unknown"),
                ClassFigures::runningUnknown));
        for (int i = 0; i < ClassFigures.WAITING.size(); i++) {
            int bound = i;
            made.add(figure(
                    name,
                    "ondes.jobs.waiting.longer",
                    "Jobs that have not begun, pending or starting, by how long they wait",
                    tags.and(
                            "longer_than",
                            Long.toString(ClassFigures.WAITING.get(i).toSeconds())),
                    of -> of.waitingLonger().get(bound)));
        }
        made.add(figure(
                name,
                "ondes.jobs.stuck",
                "Jobs that were taken and neither begin nor end",
                tags,
                of -> of.stuck().size()));
        made.add(room(name, "ondes.capacity.limit", "How many jobs may run at once", tags, ClassCapacity::limit));
        made.add(room(
                name,
                "ondes.capacity.active",
                "Jobs that have a pod, waiting ones included",
                tags,
                ClassCapacity::active));
        made.add(room(name, "ondes.capacity.free", "How many more jobs are taken now", tags, ClassCapacity::free));
        return made;
    }

    private Gauge figure(
            String jobClass, String metric, String description, Tags tags, ToDoubleFunction<ClassFigures> value) {
        return Gauge.builder(
                        metric,
                        this,
                        all -> all.figures(jobClass)
                                .map(of -> value.applyAsDouble(of))
                                .orElse(0.0))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Gauge room(
            String jobClass, String metric, String description, Tags tags, ToDoubleFunction<ClassCapacity> value) {
        return Gauge.builder(
                        metric,
                        this,
                        all -> Optional.ofNullable(all.newest.get().capacity().get(jobClass))
                                .map(Capacity::room)
                                .map(value::applyAsDouble)
                                .orElse(Double.NaN))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Optional<ClassFigures> figures(String jobClass) {
        return Optional.ofNullable(newest.get().classes().get(jobClass));
    }

    private double oldest(String jobClass) {
        Snapshot now = newest.get();
        return figures(jobClass)
                .flatMap(ClassFigures::oldestPending)
                .map(since -> Math.max(0, Duration.between(since, now.at()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private double newestEvent() {
        return newest.get().newestEvent().map(at -> at.toEpochMilli() / 1000.0).orElse(0.0);
    }

    private double capacityReported() {
        return newest.get().capacity().values().stream()
                .mapToDouble(said -> said.saidAt().toEpochMilli() / 1000.0)
                .max()
                .orElse(0);
    }
}
