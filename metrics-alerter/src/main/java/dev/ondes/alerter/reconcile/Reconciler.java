package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.reconcile.ReconcileCounts.Found;
import dev.ondes.alerter.reconcile.ReconcileCounts.Result;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.gitlab.GitLabException;
import dev.ondes.gitlab.JobPage;
import dev.ondes.gitlab.ListedJob;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.UnavailableException;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model against GitLab's own lists of pending jobs, project after project, and says as events what webhooks did not tell: so every replica
 * hears it, and whoever reads the journal again hears it too. One replica asks; a thread of its own, between {@link #start} and {@link #close}.
 * Saying a thing twice changes nothing.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int UNAUTHORIZED = 401;
    /** Of one project; more than wait in any. */
    private static final int MOST_PAGES = 100;
    /** In one look at one project: the rest comes with the next one. */
    private static final int MOST_SINGLE = 100;

    /** So many projects one after the other that GitLab can't answer for: then it is GitLab. */
    private static final int MOST_IN_A_ROW = 3;

    private static final Duration TELL_AGAIN = Duration.ofHours(1);

    private static final String NO_ANSWERS = "jobs can't be held against GitLab's lists; trying again";
    private static final String PENDING = "pending";
    /** What a job may be that was pending; of any other word nothing is said, for it would count as pending still. */
    private static final Set<String> FURTHER = Set.of("running", "canceling", "success", "failed", "canceled");

    private final Parts parts;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Pace pace;
    /** Projects of which it was told that GitLab gives no list. */
    private final Set<String> unanswered = new HashSet<>();
    /** Those of which it was told that they have too many, and when. */
    private final Map<String, Instant> tooLong = new HashMap<>();
    /** GitLab has deleted them, or nobody will run them: they age out by themselves. */
    private final Set<Long> gone = new HashSet<>();

    private @Nullable String trouble;

    /**
     * What it works with.
     *
     * @param turn whether it is this replica that asks, now
     * @param every the pause between two rounds
     * @param refresh what was heard longer ago is said again, so that it goes on to count
     */
    record Parts(
            GitLabJobs gitlab,
            Scope scope,
            Supplier<Snapshot> fleet,
            BooleanSupplier turn,
            Events events,
            Event.Factory factory,
            ReconcileCounts counts,
            Clock clock,
            Duration every,
            Duration refresh,
            int callsPerMinute) {}

    Reconciler(Parts parts) {
        this.parts = parts;
        this.pace = new Pace(parts.callsPerMinute(), System::nanoTime, closed);
    }

    /** Begins; returns at once. */
    public void start() {
        Thread.ofVirtual().name("ondes-reconcile").start(this::work);
    }

    /** Calls that are on their way end with it. */
    @Override
    public void close() {
        closed.countDown();
        parts.gitlab().close();
    }

    private void work() {
        try {
            while (!closed.await(parts.every().toNanos(), TimeUnit.NANOSECONDS)) {
                if (parts.turn().getAsBoolean()) {
                    round();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Asks for each project once. What goes wrong is counted and told: nobody else asks, so that nothing may end that for good. */
    void round() throws InterruptedException {
        try {
            askForAll();
        } catch (RefusedException e) {
            parts.counts().asked(Result.REFUSED);
            tell(
                    "GitLab takes no calls with the token of ondes.alerter.reconcile.token-file: it needs the scope read_api",
                    "status " + e.status());
        } catch (RuntimeException e) {
            parts.counts().asked(Result.UNAVAILABLE);
            // Of what it says nothing: the JDK repeats a header that it can't send, which here is the token.
            tell(NO_ANSWERS, e.getClass().getSimpleName());
        }
    }

    private void askForAll() throws InterruptedException {
        Snapshot fleet = parts.fleet().get();
        gone.retainAll(fleet.active().stream().map(Job::id).collect(Collectors.toSet()));
        Set<Result> results = EnumSet.noneOf(Result.class);
        int unavailable = 0;
        for (String project : parts.scope().projects(fleet)) {
            if (closed.getCount() == 0 || !parts.turn().getAsBoolean()) {
                return;
            }
            Result result = askFor(project);
            parts.counts().asked(result);
            results.add(result);
            unavailable = result == Result.UNAVAILABLE ? unavailable + 1 : 0;
            if (unavailable == MOST_IN_A_ROW) {
                tell(NO_ANSWERS, unavailable + " projects one after the other");
                return;
            }
        }
        if (!results.equals(EnumSet.of(Result.UNAVAILABLE))) {
            trouble = null;
            parts.counts().finished(parts.clock().instant());
        }
    }

    /** One that GitLab can't or won't answer for keeps none of the others. */
    private Result askFor(String project) throws InterruptedException {
        try {
            Result result = reconcile(project);
            unanswered.remove(project);
            return result;
        } catch (RefusedException e) {
            if (e.status() == UNAUTHORIZED) {
                throw e;
            }
            tellOnce("GitLab doesn't let us list a project's jobs; what its webhooks say counts alone", project, e);
            return Result.REFUSED;
        } catch (UnavailableException e) {
            tellOnce("GitLab can't list a project's jobs now; trying again", project, e);
            return Result.UNAVAILABLE;
        }
    }

    private void tellOnce(String what, String project, GitLabException why) {
        if (unanswered.add(project)) {
            LOG.warn(LogLine.of(what).with(LogKey.SUBJECT, project).why(why.getMessage()));
        }
    }

    private Result reconcile(String project) throws InterruptedException {
        Instant begun = parts.clock().instant();
        return switch (list(project)) {
            case Listed.Whole(List<ListedJob> jobs) -> {
                mendBy(project, jobs, begun);
                yield Result.OK;
            }
            case Listed.TooLong _ -> {
                tellTooLong(project, begun);
                yield Result.TOO_MANY;
            }
            case Listed.Stopped _ -> Result.OK;
        };
    }

    private void mendBy(String project, List<ListedJob> listed, Instant begun) throws InterruptedException {
        var differences = Differences.of(project, parts.fleet().get(), listed, begun, parts.refresh());
        differences.missed().forEach(job -> say(project, job, Found.MISSED));
        differences.confirmed().forEach(job -> say(project, job, Found.CONFIRMED));
        List<Long> vanished = differences.vanished().stream()
                .filter(id -> !gone.contains(id))
                .limit(MOST_SINGLE)
                .toList();
        for (long id : vanished) {
            if (!pace.await()) {
                return;
            }
            Optional<ListedJob> job = parts.gitlab().job(project, id);
            String status = job.map(ListedJob::status).orElse("");
            if (FURTHER.contains(status)) {
                say(project, job.orElseThrow(), Found.MOVED_ON);
            } else if (!status.equals(PENDING)) {
                gone.add(id);
                parts.counts().found(Found.GONE);
            }
        }
    }

    /** Part of a list would make others look vanished. */
    private sealed interface Listed {
        record Whole(List<ListedJob> jobs) implements Listed {}

        record TooLong() implements Listed {}

        record Stopped() implements Listed {}
    }

    private Listed list(String project) throws InterruptedException {
        List<ListedJob> listed = new ArrayList<>();
        String next = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            if (!pace.await()) {
                return new Listed.Stopped();
            }
            JobPage page = parts.gitlab().pending(project, next);
            listed.addAll(page.jobs());
            if (page.next().isEmpty()) {
                tooLong.remove(project);
                return new Listed.Whole(listed);
            }
            next = page.next().get();
        }
        return new Listed.TooLong();
    }

    /** As an event, so that every replica's console shows it; once an hour, as long as it is so. */
    private void tellTooLong(String project, Instant now) {
        Instant told = tooLong.get(project);
        if (told == null || !now.isBefore(told.plus(TELL_AGAIN))) {
            tooLong.put(project, now);
            parts.events()
                    .publish(parts.factory()
                            .event(
                                    new SystemFailure(
                                            "metrics-alerter",
                                            "too-many-pending",
                                            project,
                                            null,
                                            "more jobs are pending than GitLab is asked for in one look (" + MOST_PAGES
                                                    + " pages), so how many wait is what webhooks said"),
                                    null));
        }
    }

    private void say(String project, ListedJob job, Found what) {
        parts.events()
                .publish(parts.factory()
                        .event(
                                new JobObserved(
                                        job.id(),
                                        job.name(),
                                        project,
                                        job.status(),
                                        job.stage(),
                                        job.ref(),
                                        job.pipeline(),
                                        job.createdAt(),
                                        job.queuedAt(),
                                        job.startedAt(),
                                        job.finishedAt(),
                                        job.status().equals("failed") ? job.failureReason() : null,
                                        job.runner()),
                                null));
        parts.counts().found(what);
    }

    /** Once, until it changes. */
    private void tell(String what, String why) {
        String text = what + why;
        if (!text.equals(trouble)) {
            trouble = text;
            LOG.warn(LogLine.of(what).why(why));
        }
    }
}
