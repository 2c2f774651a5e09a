package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.place.JobLengths;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long jobs of one name in one project usually take, from the agent's start to its end. Remembers the last ones that
 * succeeded, of the names that were seen last; empty after a restart, and then nothing is said to be usual. Thread-safe.
 */
public final class UsualLengths implements JobLengths {
    static final int LENGTHS = 20;
    private static final int NAMES = 5_000;
    /** Fewer say nothing. */
    private static final int ENOUGH = 3;

    private final Map<Name, Deque<Duration>> lengths = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Deque<Duration>> eldest) {
            return size() > NAMES;
        }
    };

    private record Name(String project, String job) {}

    /** One that failed tells nothing of how long one takes that succeeds. */
    public synchronized void add(JobQueued job, AgentReport report) {
        if (report.reason() != EndReason.SCRIPT_SUCCEEDED) {
            return;
        }
        Deque<Duration> known = lengths.computeIfAbsent(name(job), _ -> new ArrayDeque<>());
        known.addLast(Duration.between(report.agentStartedAt(), report.finishedAt()));
        if (known.size() > LENGTHS) {
            known.removeFirst();
        }
    }

    /**
     * The time that nine of ten took from here on, of those that took longer than this. Empty where too few are known, or
     * where none took so long.
     *
     * @param elapsed since the agent's start
     */
    public synchronized Optional<Duration> rest(JobQueued job, Duration elapsed) {
        Deque<Duration> known = lengths.getOrDefault(name(job), new ArrayDeque<>());
        List<Duration> longer = known.stream()
                .filter(length -> length.compareTo(elapsed) > 0)
                .sorted()
                .toList();
        if (known.size() < ENOUGH || longer.isEmpty()) {
            return Optional.empty();
        }
        int ninth = (longer.size() * 9 + 9) / 10 - 1;
        return Optional.of(longer.get(ninth).minus(elapsed));
    }

    @Override
    public Optional<Duration> usual(JobQueued job) {
        return rest(job, Duration.ZERO);
    }

    private static Name name(JobQueued job) {
        return new Name(job.projectPath(), job.jobName());
    }
}
