package dev.ondes.alerter.console.live;

import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.fleet.Build;
import dev.ondes.alerter.fleet.Departure;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A print of each part: while it is the same, nothing that is shown has changed, but for ages, which browsers count themselves. Another replica
 * has other prints, so that who comes to it looks once more. Immutable.
 */
public record Parts(Map<Part, Integer> prints) {
    public Parts {
        prints = Map.copyOf(prints);
    }

    /** Before anything was seen. */
    public static Parts none() {
        return new Parts(Map.of());
    }

    /** Costs a walk through the jobs that did not end. */
    public static Parts of(Moment moment) {
        Snapshot fleet = moment.fleet();
        Map<Part, Integer> prints = new EnumMap<>(Part.class);
        prints.put(Part.CLASSES, fleet.classes().hashCode());
        prints.put(Part.JOBS, jobs(fleet));
        prints.put(Part.NODES, nodes(fleet));
        prints.put(Part.BUILDS, print(fleet.builds(), Build::id, Build::heardLast));
        prints.put(Part.QUEUES, moment.queues().hashCode());
        prints.put(Part.ALERTS, alerts(moment));
        prints.put(Part.FAILURES, fleet.failures().hashCode());
        prints.put(Part.STANDING, moment.banners().hashCode());
        return new Parts(prints);
    }

    private static int alerts(Moment moment) {
        Snapshot fleet = moment.fleet();
        long silences = fleet.silences().stream()
                .filter(silence -> silence.isInForce(moment.times().now()))
                .count();
        return Objects.hash(moment.firing(), fleet.alerts(), fleet.silences(), silences, fleet.deeds());
    }

    private static int jobs(Snapshot fleet) {
        Iterator<Job> ended = fleet.ended().iterator();
        return 31
                        * (31 * fleet.endedCount()
                                + (ended.hasNext() ? Long.hashCode(ended.next().id()) : 0))
                + print(fleet.active(), Job::id, Job::heardLast);
    }

    /** A node's time may be up without a word. */
    private static int nodes(Snapshot fleet) {
        List<Departure.Stand> stands =
                fleet.nodes().stream().map(Departure::stand).toList();
        return 31 * print(fleet.nodes(), Departure::id, Departure::heardLast) + stands.hashCode();
    }

    /** Whatever is heard of a thing moves its time. */
    private static <T> int print(List<T> things, Function<T, Object> id, Function<T, Instant> heardLast) {
        int print = 1;
        for (T thing : things) {
            print = 31 * (31 * print + id.apply(thing).hashCode())
                    + heardLast.apply(thing).hashCode();
        }
        return print;
    }

    /** For browsers. */
    public String json() {
        return prints.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "\"" + entry.getKey().wire() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
