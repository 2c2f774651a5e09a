package dev.ondes.dispatcher.handover;

import static dev.ondes.dispatcher.handover.HandOverEnd.GIVEN_BACK;
import static dev.ondes.dispatcher.handover.HandOverEnd.GONE;
import static dev.ondes.dispatcher.handover.HandOverEnd.HANDED_OVER;
import static dev.ondes.dispatcher.handover.HandOverEnd.LEFT_IN_SPOOL;
import static dev.ondes.dispatcher.handover.HandOverEnd.SET_ASIDE;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.Pause;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Brings jobs from GitLab's answer to the broker's confirm, in the caller's thread: spool, publish, forget. While the broker
 * doesn't confirm, the job is kept alive at GitLab and published again and again; a stop gives it back after a while. The
 * spool, not the caller, remembers the job. Thread-safe.
 */
public final class HandOver {
    private static final Logger LOG = Logger.getLogger(HandOver.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private final Parts parts;
    private final AtomicInteger stuck = new AtomicInteger();

    /**
     * What a hand-over works with.
     *
     * @param rest waits between attempts; see {@link Stop#rest}
     * @param keepAlive how often GitLab hears that we still have a job
     * @param stopPatience how long a hand-over may go on after a stop was requested
     */
    public record Parts(
            Events events,
            Spool spool,
            Arrivals arrivals,
            GitLabClient gitlab,
            GivingBack givingBack,
            Failures failures,
            Stop stop,
            Pause rest,
            Clock clock,
            Meters meters,
            Duration keepAlive,
            Duration stopPatience) {}

    public HandOver(Parts parts) {
        this.parts = parts;
    }

    /** Whether some job can't be handed over now; more of them must not be asked for. */
    public boolean stuck() {
        return stuckCount() > 0;
    }

    public int stuckCount() {
        return stuck.get();
    }

    /** Hands over a job that GitLab has just given us. */
    public HandOverEnd begin(TakenJob job) {
        try {
            parts.spool.keep(job);
        } catch (IOException e) {
            // The job itself can still get through; only a crash within the next moments would lose it.
            parts.meters.spoolFailed();
            LOG.error(line("could not keep the job in the spool", job).why(e.getMessage()));
        }
        arrived(job.id());
        return timed(job, () -> untilItEnds(job));
    }

    /** Notes that GitLab's answer with this job has arrived, whatever comes of it. */
    public void arrived(long jobId) {
        try {
            parts.arrivals.note(jobId);
        } catch (IOException e) {
            parts.meters.spoolFailed();
            LOG.error(LogLine.of("could not note that the job has arrived")
                    .job(jobId)
                    .why(e.getMessage()));
        }
    }

    /** Hands over, or gives back, a job that an earlier process left in the spool. */
    public HandOverEnd resume(Spool.LeftJob left) {
        TakenJob job = left.job();
        // The process that took it may have died before it noted that.
        arrived(job.id());
        return timed(job, () -> left.givingBack() ? giveBack(job, EndReason.HAND_OVER_FAILED) : untilItEnds(job));
    }

    private HandOverEnd timed(TakenJob job, Attempt attempt) {
        Instant begun = parts.clock.instant();
        HandOverEnd end;
        try {
            end = attempt.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = LEFT_IN_SPOOL;
        }
        if (end.settled()) {
            forget(job);
        }
        parts.meters.handedOver(job.jobClass(), end.wire(), Duration.between(begun, parts.clock.instant()));
        LogLine said = line(end.sentence(), job);
        if (end == HANDED_OVER) {
            LOG.info(said);
        } else {
            LOG.warn(said);
        }
        return end;
    }

    private HandOverEnd untilItEnds(TakenJob job) throws InterruptedException {
        var wanted = new StillWanted(job, parts.gitlab, parts.clock, parts.keepAlive);
        boolean counted = false;
        try {
            for (int failures = 1; ; failures++) {
                switch (publish(job, failures)) {
                    case CONFIRMED -> {
                        return HANDED_OVER;
                    }
                    case TOO_LARGE -> {
                        return refusedBySize(job);
                    }
                    case FAILED -> {}
                }
                if (!counted) {
                    stuck.incrementAndGet();
                    counted = true;
                }
                if (mustStop(job)) {
                    return giveBack(job, EndReason.HAND_OVER_FAILED);
                }
                switch (wanted.ask()) {
                    case YES -> {}
                    case CANCELED -> {
                        return giveBack(job, EndReason.CANCELED);
                    }
                    case GONE -> {
                        return GONE;
                    }
                }
                parts.rest.forDuration(BACKOFF.after(failures));
            }
        } finally {
            if (counted) {
                stuck.decrementAndGet();
            }
        }
    }

    private enum Published {
        CONFIRMED,
        FAILED,
        /** By the broker's own limit: the same again would keep all other jobs waiting for nothing. */
        TOO_LARGE
    }

    private Published publish(TakenJob job, int attempt) {
        try {
            parts.events.publish(job.event());
            return Published.CONFIRMED;
        } catch (RuntimeException e) {
            parts.meters.publishFailed(job.jobClass());
            LOG.warn(line("could not publish the job", job)
                    .with(LogKey.ATTEMPT, attempt)
                    .why(e.getMessage()));
            return e instanceof PublishException failed && failed.reason() == PublishException.Reason.TOO_LARGE
                    ? Published.TOO_LARGE
                    : Published.FAILED;
        }
    }

    /** What we take from GitLab is well below what brokers take unless somebody has set them less: no fault of the user's. */
    private HandOverEnd refusedBySize(TakenJob job) throws InterruptedException {
        HandOverEnd end = giveBack(job, EndReason.BROKER_LIMIT_TOO_LOW);
        parts.failures.say(
                EndReason.BROKER_LIMIT_TOO_LOW.wire(),
                Long.toString(job.id()),
                job.jobClass(),
                PublishException.Reason.TOO_LARGE.sentence() + " The job's payload has " + job.payloadBytes()
                        + " bytes");
        return end;
    }

    /** A job that came late gets its time, too. */
    private boolean mustStop(TakenJob job) {
        return parts.stop
                .since()
                .map(since -> since.isAfter(job.event().data().takenAt())
                        ? since
                        : job.event().data().takenAt())
                .filter(from -> !from.plus(parts.stopPatience).isAfter(parts.clock.instant()))
                .isPresent();
    }

    private HandOverEnd giveBack(TakenJob job, EndReason reason) throws InterruptedException {
        if (job.credentials() == null) {
            return LEFT_IN_SPOOL;
        }
        var back = new GivingBack.Job(job.credentials(), job.jobClass(), reason, job.payloadBytes());
        return switch (parts.givingBack.give(back, () -> mayGoBack(job), () -> forget(job))) {
            case ENDED -> GIVEN_BACK;
            case ARRIVED -> HANDED_OVER;
            case ASIDE -> SET_ASIDE;
            case LEFT -> LEFT_IN_SPOOL;
        };
    }

    /** Not before that is on disk: the next process must not publish it. */
    private boolean mayGoBack(TakenJob job) {
        try {
            parts.spool.givingBack(job.id());
            return true;
        } catch (IOException e) {
            LOG.error(line("could not note in the spool that the job goes back", job)
                    .why(e.getMessage()));
            return false;
        }
    }

    private void forget(TakenJob job) {
        try {
            parts.spool.remove(job.id());
        } catch (IOException e) {
            LOG.warn(line("could not remove the job from the spool; the next start says it again", job)
                    .why(e.getMessage()));
        }
    }

    private static LogLine line(String what, TakenJob job) {
        return LogLine.of(what).job(job.id()).jobClass(job.jobClass());
    }

    @FunctionalInterface
    private interface Attempt {
        HandOverEnd run() throws InterruptedException;
    }
}
