package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds jobs: one walk through all of them, and a sort where one is asked for. Pure. */
final class JobSearch {
    private JobSearch() {}

    /** All that the filter holds, in its order. */
    static List<Job> find(Snapshot fleet, JobFilter filter, Instant now) {
        List<Job> found = new ArrayList<>();
        if (filter.wantsActive()) {
            active(fleet, filter)
                    .filter(filter::holds)
                    .sorted(Comparator.comparing(Job::heardLast).reversed())
                    .forEach(found::add);
        }
        if (filter.wantsEnded()) {
            fleet.ended().forEach(job -> {
                if (filter.holds(job)) {
                    found.add(job);
                }
            });
        }
        JobOrder.of(filter.sort()).ifPresent(order -> {
            Comparator<Job> up = order.up(now);
            found.sort(filter.up() ? up : up.reversed());
        });
        return found;
    }

    private static Stream<Job> active(Snapshot fleet, JobFilter filter) {
        return filter.wantsStuck()
                ? fleet.classes().values().stream().flatMap(one -> one.stuck().stream())
                : fleet.active().stream();
    }

    static Optional<Job> find(Snapshot fleet, long id) {
        Stream<Job> ended = StreamSupport.stream(fleet.ended().spliterator(), false);
        return Stream.concat(fleet.active().stream(), ended)
                .filter(job -> job.id() == id)
                .findFirst();
    }
}
