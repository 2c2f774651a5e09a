package dev.ondes.scheduler.create;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.scheduler.cluster.Hindrance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs that something keeps from a pod or its Secret, and since when: the patience with them begins at the first refusal, not
 * with their time in the queue, in which nobody asked. It begins anew after a restart. Thread-safe.
 */
public final class Hindered {
    /** Of jobs that ended meanwhile; longer than any job waits. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(2);

    private final Obstacles obstacles;
    private final Clock clock;
    private final Map<Long, Instant> since = new ConcurrentHashMap<>();
    private final Map<Long, Instant> moved = new ConcurrentHashMap<>();

    public Hindered(Obstacles obstacles, Clock clock) {
        this.obstacles = obstacles;
        this.clock = clock;
    }

    /**
     * Notes a refusal.
     *
     * @param patience how long there may be nothing else
     * @return that the job waits; or, after so long, how it ends, and that again each time: it must not begin to wait anew
     *     while GitLab does not take its end
     */
    Made by(Hindrance hindrance, String why, JobQueued job, Duration patience) {
        obstacles.met(job.jobClass(), hindrance, why);
        Instant now = clock.instant();
        for (Map<Long, Instant> times : List.of(since, moved)) {
            times.values().removeIf(then -> then.isBefore(now.minus(FORGOTTEN_AFTER)));
        }
        Instant began = since.computeIfAbsent(job.jobId(), _ -> now);
        return Duration.between(began, now).compareTo(patience) > 0
                ? new Made.Never(hindrance.end(), why)
                : new Made.NotNow(hindrance, why);
    }

    /**
     * The job got its pod: what it lacks yet is waited for anew. Once only: a pod that never gets its Secret is taken away and
     * made again, and its job must end at last.
     */
    void moves(long jobId) {
        if (moved.putIfAbsent(jobId, clock.instant()) == null) {
            since.remove(jobId);
        }
    }

    /** The job has all, or can't have it, for no fault of the cluster's: nothing keeps others of its class either. */
    void passed(JobQueued job) {
        since.remove(job.jobId());
        moved.remove(job.jobId());
        obstacles.passed(job.jobClass());
    }
}
