package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one job, from every event about it. Immutable; each {@code with} joins one event's saying, and the result is
 * the same in whatever order they come and however often.
 *
 * @param guessedClass the class that ran a job of that name in that project before, while nobody has taken this one
 * @param attempts in the order of their numbers
 * @param heardFirst by the events' own times
 * @param trace the trace of the job's way through our services
 */
public record Job(
        long id,
        @Nullable Taken taken,
        @Nullable Seen seen,
        @Nullable String attemptClass,
        @Nullable String attemptProject,
        @Nullable String guessedClass,
        List<Attempt> attempts,
        @Nullable End end,
        Instant heardFirst,
        Instant heardLast,
        @Nullable String trace) {
    /** Of a job whose class nobody knows. */
    public static final String UNKNOWN_CLASS = "unknown";

    /** A guess says nothing once it is known. */
    public Job {
        guessedClass = taken == null && end == null && attemptClass == null ? guessedClass : null;
    }

    static Job heard(long id, Instant at) {
        return new Job(id, null, null, null, null, null, List.of(), null, at, at, null);
    }

    Job with(Taken said) {
        return copy(Said.first(taken, said), seen, attemptClass, attemptProject, attempts, end);
    }

    Job with(Seen said) {
        return copy(taken, Seen.join(seen, said), attemptClass, attemptProject, attempts, end);
    }

    Job with(End said) {
        return copy(taken, seen, attemptClass, attemptProject, attempts, Said.last(end, said));
    }

    Job with(int attempt, String jobClass, String project, UnaryOperator<Attempt> saying) {
        List<Attempt> joined = new ArrayList<>(attempts.size() + 1);
        Attempt changed = null;
        for (Attempt one : attempts) {
            if (one.number() > attempt && changed == null) {
                changed = saying.apply(Attempt.none(attempt));
                joined.add(changed);
            }
            if (one.number() == attempt) {
                changed = saying.apply(one);
                joined.add(changed);
            } else {
                joined.add(one);
            }
        }
        if (changed == null) {
            joined.add(saying.apply(Attempt.none(attempt)));
        }
        return copy(taken, seen, jobClass, project, List.copyOf(joined), end);
    }

    Job at(Instant said, @Nullable String traceparent) {
        return new Job(
                id,
                taken,
                seen,
                attemptClass,
                attemptProject,
                guessedClass,
                attempts,
                end,
                said.isBefore(heardFirst) ? said : heardFirst,
                said.isAfter(heardLast) ? said : heardLast,
                trace == null ? traceparent : trace);
    }

    Job guessed(@Nullable String jobClass) {
        return new Job(
                id, taken, seen, attemptClass, attemptProject, jobClass, attempts, end, heardFirst, heardLast, trace);
    }

    private Job copy(
            @Nullable Taken newTaken,
            @Nullable Seen newSeen,
            @Nullable String newClass,
            @Nullable String newProject,
            List<Attempt> newAttempts,
            @Nullable End newEnd) {
        return new Job(
                id,
                newTaken,
                newSeen,
                newClass,
                newProject,
                guessedClass,
                newAttempts,
                newEnd,
                heardFirst,
                heardLast,
                trace);
    }

    public Phase phase() {
        if (end != null) {
            return Phase.ENDED;
        }
        if (seen != null && seen.status() == GitLabStatus.ENDED) {
            return Phase.ENDED;
        }
        if (!attempts.isEmpty()) {
            Attempt last = attempts.getLast();
            return last.start() != null && last.loss() == null ? Phase.RUNNING : Phase.STARTING;
        }
        if (taken != null) {
            return Phase.STARTING;
        }
        if (seen == null || seen.status() == GitLabStatus.NOT_READY) {
            return Phase.NOT_READY;
        }
        return seen.status() == GitLabStatus.PENDING ? Phase.PENDING : Phase.ELSEWHERE;
    }

    /** The class that took it, else the one that probably will; {@link #UNKNOWN_CLASS} where neither is known. */
    public String jobClass() {
        if (end != null) {
            return end.how().jobClass();
        }
        if (taken != null) {
            return taken.jobClass();
        }
        String known = attemptClass == null ? guessedClass : attemptClass;
        return known == null ? UNKNOWN_CLASS : known;
    }

    public String name() {
        if (taken != null) {
            return taken.name();
        }
        if (end != null) {
            return end.how().jobName();
        }
        return seen == null ? "" : seen.name();
    }

    public String project() {
        if (taken != null) {
            return taken.project();
        }
        if (end != null) {
            return end.how().projectPath();
        }
        if (attemptProject != null) {
            return attemptProject;
        }
        return seen == null ? "" : seen.project();
    }

    /** Its branch or tag; empty where nobody said it. */
    public String ref() {
        if (taken != null) {
            return taken.ref();
        }
        return seen == null || seen.ref() == null ? "" : seen.ref();
    }

    /** The address of its GitLab, where GitLab handed it to us. */
    public Optional<String> gitlab() {
        return Optional.ofNullable(taken).map(Taken::gitlab);
    }

    /** Since when it waits to be run, as well as that is known. */
    public Instant waitsSince() {
        if (taken != null) {
            return taken.queuedAt();
        }
        if (end != null) {
            return end.how().timings().queuedAt();
        }
        return seen != null && seen.pendingSince() != null ? seen.pendingSince() : heardFirst;
    }

    /** When the script began for the first time. */
    public Optional<Instant> startedAt() {
        return attempts.stream()
                .flatMap(attempt -> Optional.ofNullable(attempt.start()).stream())
                .map(Attempt.Start::startedAt)
                .min(Instant::compareTo);
    }

    /**
     * When the script of the last attempt began. The end says it where the pod lived to tell; of one that was lost, what was said at
     * the time is all there is.
     */
    public Optional<Instant> lastStart() {
        Optional<Instant> told =
                Optional.ofNullable(end).map(said -> said.how().timings().scriptStartedAt());
        return told.or(() -> last().map(Attempt::start).map(Attempt.Start::startedAt));
    }

    /** The attempt that runs or with which the job ended; empty while nothing was said of that one. */
    private Optional<Attempt> last() {
        if (attempts.isEmpty()
                || (end != null && attempts.getLast().number() != end.how().attempts())) {
            return Optional.empty();
        }
        return Optional.of(attempts.getLast());
    }

    /** From pending to the script's first line; empty until both are known. */
    public Optional<Duration> queueTime() {
        if (taken == null) {
            return Optional.empty();
        }
        return startedAt().map(start -> Duration.between(taken.queuedAt(), start));
    }

    /** Of the last attempt. */
    public Optional<CapacityType> capacity() {
        if (end != null) {
            return Optional.of(end.how().capacity());
        }
        return attempts.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(attempts.getLast().pod()).map(Attempt.Pod::capacity);
    }

    /** Of the last attempt. */
    public Optional<String> node() {
        if (end != null) {
            return Optional.ofNullable(end.how().node());
        }
        return attempts.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(attempts.getLast().start()).map(Attempt.Start::node);
    }
}
