package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that are known. What an event says of one is joined with what is known of it, whenever it comes; what becomes known by that is told to
 * {@link JobNews}. Those that ended are packed. Bounded by {@link Limits}. Used by the model's thread alone.
 */
final class Jobs {
    private final Limits limits;
    private final Names names;
    private final Arrivals arrivals;
    private final FleetCounts counts;
    private final JobNews news;
    private final ClassGuess guess = new ClassGuess();
    private final SequencedMap<Long, Job> active = new LinkedHashMap<>();
    private final EndedJobs ended;

    /** @param arrivals is told of each attempt */
    Jobs(Limits limits, Names names, Arrivals arrivals, FleetCounts counts, JobNews news) {
        this.limits = limits;
        this.names = names;
        this.arrivals = arrivals;
        this.counts = counts;
        this.news = news;
        this.ended = new EndedJobs(limits.endedJobs());
    }

    void queued(JobQueued said, Instant at, @Nullable String trace) {
        var taken = new Taken(
                at,
                names.one(said.jobName()),
                names.one(said.projectPath()),
                names.one(said.ref()),
                said.pipelineId(),
                names.one(said.jobClass()),
                said.queuedAt(),
                said.takenAt(),
                said.timeout(),
                names.one(said.gitlabUrl().toString()));
        guess.ran(taken.project(), taken.name(), taken.jobClass());
        change(said.jobId(), at, trace, job -> job.with(taken));
    }

    void observed(JobObserved said, Instant at, @Nullable String trace) {
        GitLabStatus status = GitLabStatus.of(said.status());
        var seen = new Seen(
                at,
                status,
                names.one(said.jobName()),
                names.one(said.projectPath()),
                names.maybe(said.ref()),
                said.pipelineId(),
                said.runnerId(),
                pendingSince(said, status, at));
        change(said.jobId(), at, trace, job -> job.with(seen).guessed(guess.of(seen.project(), seen.name())));
    }

    /** GitLab's own word where there is one; else when it was heard that the job is pending. */
    private static @Nullable Instant pendingSince(JobObserved said, GitLabStatus status, Instant at) {
        Instant queued = said.queuedAt();
        if (queued != null && queued.isBefore(at)) {
            return queued;
        }
        return status == GitLabStatus.PENDING ? at : null;
    }

    void created(PodCreated said, Instant at, @Nullable String trace) {
        var pod = new Attempt.Pod(at, said.createdAt(), names.one(said.namespace()), said.pod(), said.capacity());
        attempt(said.jobId(), said.attempt(), said.jobClass(), said.projectPath(), at, trace, one -> one.with(pod));
    }

    void started(JobStarted said, Instant at, @Nullable String trace) {
        attempt(
                said.jobId(),
                said.attempt(),
                said.jobClass(),
                said.projectPath(),
                at,
                trace,
                one -> one.with(new Attempt.Start(at, said.startedAt(), names.one(said.node()))));
    }

    void rescheduled(JobRescheduled said, Instant at, @Nullable String trace) {
        attempt(
                said.jobId(),
                said.attempt(),
                said.jobClass(),
                said.projectPath(),
                at,
                trace,
                one -> one.with(new Attempt.Loss(
                        at, said.reason(), names.maybe(said.node()), said.cause(), said.nextCapacity())));
    }

    private void attempt(
            long jobId,
            int number,
            String jobClass,
            String project,
            Instant at,
            @Nullable String trace,
            UnaryOperator<Attempt> saying) {
        String known = names.one(jobClass);
        String where = names.one(project);
        change(
                jobId,
                at,
                trace,
                job -> job.with(number, known, where, attempt -> {
                    Attempt joined = saying.apply(attempt);
                    arrivals.add(joined);
                    return joined;
                }));
    }

    void finished(JobFinished said, Instant at, @Nullable String trace) {
        var how = new JobFinished(
                said.jobId(),
                names.one(said.jobName()),
                names.one(said.projectPath()),
                names.one(said.jobClass()),
                said.attempts(),
                said.outcome(),
                said.reason(),
                said.exitCode(),
                said.detail(),
                names.maybe(said.node()),
                said.capacity(),
                said.timings(),
                said.interruption(),
                said.cost(),
                said.resources());
        change(said.jobId(), at, trace, job -> job.with(new End(at, how)));
    }

    /** Joins the saying with what is known, counts what became known by it, and puts the job where it belongs. */
    private void change(long id, Instant at, @Nullable String trace, UnaryOperator<Job> saying) {
        Job before = active.get(id);
        if (before == null) {
            before = ended.find(id);
        }
        if (before == null) {
            before = Job.heard(id, at);
        }
        Job after = saying.apply(before).at(at, trace);
        news.count(before, after, at);
        if (after.phase() == Phase.ENDED) {
            active.remove(id);
            forgotten(ended.put(after));
        } else {
            active.put(id, after);
            if (active.size() > limits.activeJobs()) {
                active.pollFirstEntry();
                forgotten(1);
            }
        }
    }

    private void forgotten(int jobs) {
        if (jobs > 0) {
            counts.forgotten(jobs);
        }
    }

    /** Leaves out those that are over for long, and those of which nothing was heard for long. */
    void forget(Instant now, Staleness staleness) {
        ended.dropBefore(now.minus(limits.keep()));
        active.values().removeIf(job -> staleness.forgotten(job, now));
    }

    /** Those that did not end. */
    Collection<Job> active() {
        return active.values();
    }

    Ended ended() {
        return ended.view();
    }
}
