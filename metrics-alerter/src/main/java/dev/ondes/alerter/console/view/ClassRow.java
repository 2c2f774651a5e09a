package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Capacity;
import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.PendingState;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job class now.
 *
 * @param name as it is shown
 * @param link to its jobs
 * @param pending how many wait, those of which nobody knows included
 * @param why they wait, most frequent first
 * @param oldest since when the oldest of them surely waits
 * @param room empty where no pod-scheduler said it within the last minute
 * @param stuck how many neither begin nor end
 */
public record ClassRow(
        String name,
        String link,
        int pending,
        List<Why> why,
        Times.@Nullable Age oldest,
        int starting,
        int running,
        int spot,
        int onDemand,
        int runningUnknown,
        @Nullable Room room,
        int stuck) {
    /** So long nobody trusts a word on room; it is said every two seconds. */
    private static final Duration ROOM_COUNTS = Duration.ofMinutes(1);

    /** Why so many of them wait. */
    public record Why(PendingState state, int jobs) {
        public String word() {
            return switch (state) {
                case RUNNABLE -> "room for it";
                case NO_CAPACITY -> "no room";
                case NO_RUNNER -> "nobody serves it";
                case UNKNOWN -> "unknown";
                case STALE -> "not heard of";
            };
        }
    }

    /**
     * How full the class is.
     *
     * @param part of 100
     */
    public record Room(int active, int limit, int free, int part) {
        static Room of(int active, int limit, int free) {
            int part = limit == 0 ? 100 : Math.clamp(Math.round(100.0 * active / limit), 0, 100);
            return new Room(active, limit, free, part);
        }

        private static Room of(ClassCapacity said) {
            return of(said.active(), said.limit(), said.free());
        }
    }

    static ClassRow of(ClassFigures figures, @Nullable Capacity said, Times times) {
        List<Why> why = new ArrayList<>();
        Arrays.stream(PendingState.values())
                .map(state -> new Why(state, figures.pending().getOrDefault(state, 0)))
                .filter(one -> one.jobs() > 0)
                .sorted((one, other) -> Integer.compare(other.jobs(), one.jobs()))
                .forEach(why::add);
        Optional<Capacity> fresh = Optional.ofNullable(said)
                .filter(word -> Duration.between(word.saidAt(), times.now()).compareTo(ROOM_COUNTS) <= 0);
        return new ClassRow(
                Text.shown(figures.jobClass()),
                Links.jobsOf(figures.jobClass()),
                figures.allPending(),
                why,
                figures.oldestPending().map(times::since).orElse(null),
                figures.starting(),
                figures.allRunning(),
                figures.running().getOrDefault(CapacityType.SPOT, 0),
                figures.running().getOrDefault(CapacityType.ON_DEMAND, 0),
                figures.runningUnknown(),
                fresh.map(Capacity::room).map(Room::of).orElse(null),
                figures.stuck().size());
    }

    /** Whether somebody should look at it first. */
    int weight() {
        return pending * 1000 + stuck * 100 + starting * 10 + running;
    }
}
