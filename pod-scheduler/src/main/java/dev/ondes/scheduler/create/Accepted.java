package dev.ondes.scheduler.create;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs taken in the last minute. Thread-safe. */
public final class Accepted {
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Long, Entry> jobs = new ConcurrentHashMap<>();

    private record Entry(String jobClass, Instant at) {}

    public Accepted(Clock clock) {
        this.clock = clock;
    }

    void add(long jobId, String jobClass) {
        jobs.putIfAbsent(jobId, new Entry(jobClass, clock.instant()));
    }

    /** Ids in ascending order. */
    public List<Long> recent(String jobClass) {
        Instant oldest = clock.instant().minus(RECENT);
        jobs.values().removeIf(entry -> entry.at().isBefore(oldest));
        return jobs.entrySet().stream()
                .filter(entry -> entry.getValue().jobClass().equals(jobClass))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
