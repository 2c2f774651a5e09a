package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds jobs: one walk through all of them where the filter narrows, and a sort where one is asked for. Pure. */
final class JobSearch {
    private JobSearch() {}

    /** All that the filter holds, in its order. Those that ended are unpacked when they are asked for: a page of them is few. */
    static List<Job> find(Snapshot fleet, JobFilter filter, Instant now) {
        List<Job> active = !filter.wantsActive()
                ? List.of()
                : active(fleet, filter)
                        .filter(filter::holds)
                        .sorted(Comparator.comparing(Job::heardLast).reversed())
                        .toList();
        List<Job> ended = filter.wantsEnded() ? fleet.ended() : List.of();
        IntStream places = IntStream.range(0, ended.size())
                .filter(place -> filter.wantsAllEnded() || filter.holds(ended.get(place)))
                .map(place -> active.size() + place);
        var found = new Found(
                active,
                ended,
                IntStream.concat(IntStream.range(0, active.size()), places).toArray());
        return JobOrder.of(filter.sort())
                .map(order -> sorted(found, order.ranking(now), filter.up()))
                .orElse(found);
    }

    private static Stream<Job> active(Snapshot fleet, JobFilter filter) {
        return filter.wantsStuck()
                ? fleet.classes().values().stream().flatMap(one -> one.stuck().stream())
                : fleet.active().stream();
    }

    /** By what each is sorted by alone: all of them at once would take too much room. */
    private static <K> Found sorted(Found found, JobOrder.Ranking<K> ranking, boolean up) {
        record Ranked<K>(K key, int place) {}

        List<Ranked<K>> ranked = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            ranked.add(new Ranked<>(ranking.key().apply(found.get(i)), found.places[i]));
        }
        ranked.sort(Comparator.comparing(
                Ranked::key, up ? ranking.up() : ranking.up().reversed()));
        return new Found(
                found.active,
                found.ended,
                ranked.stream().mapToInt(Ranked::place).toArray());
    }

    static Optional<Job> find(Snapshot fleet, long id) {
        return fleet.active().stream()
                .filter(job -> job.id() == id)
                .findFirst()
                .or(() -> fleet.ended().find(id));
    }

    /** Some of all jobs, by their places among them: those that go on, then those that ended. */
    private static final class Found extends AbstractList<Job> {
        private final List<Job> active;
        private final List<Job> ended;
        private final int[] places;

        Found(List<Job> active, List<Job> ended, int[] places) {
            this.active = active;
            this.ended = ended;
            this.places = places;
        }

        @Override
        public Job get(int index) {
            int place = places[index];
            return place < active.size() ? active.get(place) : ended.get(place - active.size());
        }

        @Override
        public int size() {
            return places.length;
        }
    }
}
