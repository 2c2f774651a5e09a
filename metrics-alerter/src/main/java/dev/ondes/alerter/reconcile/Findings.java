package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.reconcile.ReconcileCounts.Found;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.gitlab.ListedJob;
import dev.ondes.messaging.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What was found, said as events, and counted. For one thread. */
final class Findings {
    private static final Duration TELL_AGAIN = Duration.ofHours(1);

    private final Events events;
    private final Event.Factory factory;
    private final ReconcileCounts counts;
    /** Projects of which it was told that they have too many, and when. */
    private final Map<String, Instant> tooLong = new HashMap<>();

    Findings(Events events, Event.Factory factory, ReconcileCounts counts) {
        this.events = events;
        this.factory = factory;
        this.counts = counts;
    }

    /** As a webhook would have told it. */
    void job(String project, ListedJob job, Found what) {
        events.publish(factory.event(
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
        counts.found(what);
    }

    /** As an event, so that every replica's console shows it; once an hour, as long as it is so. */
    void tooLong(String project, Instant now) {
        Instant told = tooLong.get(project);
        if (told == null || !now.isBefore(told.plus(TELL_AGAIN))) {
            tooLong.put(project, now);
            events.publish(factory.event(
                    new SystemFailure(
                            "metrics-alerter",
                            "too-many-pending",
                            project,
                            null,
                            "more jobs are pending than GitLab is asked for in one look (" + PendingList.MOST_PAGES
                                    + " pages), so how many wait is what webhooks said"),
                    null));
        }
    }

    /** It hasn't too many, or not any more. */
    void hasWholeList(String project) {
        tooLong.remove(project);
    }
}
