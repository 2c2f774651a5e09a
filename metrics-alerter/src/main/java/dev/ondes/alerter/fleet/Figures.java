package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the jobs of one class while all are walked through once. Used by one thread, for one snapshot. */
final class Figures {
    private final String jobClass;
    private final Instant now;
    private final Staleness staleness;
    private final @Nullable Capacity capacity;
    private final boolean capacityKnown;
    private final Map<PendingState, Integer> pending = new EnumMap<>(PendingState.class);
    private final Map<CapacityType, Integer> running = new EnumMap<>(CapacityType.class);
    private final int[] waitingLonger = new int[ClassFigures.WAITING.size()];
    private final List<Job> stuck = new ArrayList<>();
    private @Nullable Instant oldest;
    private int stale;
    private int starting;
    private int runningUnknown;

    /** @param capacityKnown whether any class said what room it has: only then is one that did not served by nobody */
    Figures(String jobClass, Instant now, Staleness staleness, @Nullable Capacity capacity, boolean capacityKnown) {
        this.jobClass = jobClass;
        this.now = now;
        this.staleness = staleness;
        this.capacity = capacity;
        this.capacityKnown = capacityKnown;
    }

    void add(Job job) {
        switch (job.phase()) {
            case PENDING -> {
                PendingState state = state(job);
                pending.merge(state, 1, Integer::sum);
                if (staleness.unknown(job, now)) {
                    stale++;
                } else {
                    oldest = oldest == null || job.waitsSince().isBefore(oldest) ? job.waitsSince() : oldest;
                    waits(job);
                }
            }
            case STARTING -> {
                starting++;
                waits(job);
            }
            case RUNNING -> {
                if (job.capacity().isEmpty() || staleness.unknown(job, now)) {
                    runningUnknown++;
                } else {
                    running.merge(job.capacity().get(), 1, Integer::sum);
                }
            }
            case NOT_READY, ELSEWHERE, ENDED -> {}
        }
        if (staleness.stuck(job, now)) {
            stuck.add(job);
        }
    }

    private PendingState state(Job job) {
        if (staleness.unknown(job, now)) {
            return PendingState.STALE;
        }
        if (jobClass.equals(Job.UNKNOWN_CLASS)) {
            return PendingState.UNKNOWN;
        }
        if (capacity == null) {
            return capacityKnown ? PendingState.NO_RUNNER : PendingState.UNKNOWN;
        }
        return capacity.room().free() > 0 ? PendingState.RUNNABLE : PendingState.NO_CAPACITY;
    }

    private void waits(Job job) {
        Duration age = Duration.between(job.waitsSince(), now);
        for (int i = 0; i < waitingLonger.length; i++) {
            if (age.compareTo(ClassFigures.WAITING.get(i)) > 0) {
                waitingLonger[i]++;
            }
        }
    }

    ClassFigures done(@Nullable Minutes minutes, Iterable<Duration> windows) {
        Map<Duration, Outcomes> ended = new HashMap<>();
        for (Duration window : windows) {
            ended.put(window, minutes == null ? Outcomes.NONE : minutes.within(now, window));
        }
        return new ClassFigures(
                jobClass,
                Map.copyOf(pending),
                stale,
                Optional.ofNullable(oldest),
                starting,
                Map.copyOf(running),
                runningUnknown,
                Arrays.stream(waitingLonger).boxed().toList(),
                List.copyOf(stuck),
                Map.copyOf(ended));
    }
}
