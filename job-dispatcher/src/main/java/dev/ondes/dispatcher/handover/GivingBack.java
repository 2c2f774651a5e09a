package dev.ondes.dispatcher.handover;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.Pause;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Sees to it that jobs which can't be handed over end at GitLab: by one {@link GiveBack} in the caller's thread and, where GitLab
 * doesn't take that, by further ones aside, so that one job holds up neither its class nor the others. For an hour; then it is
 * said aloud that GitLab has to end the job by itself. Thread-safe.
 */
public final class GivingBack {
    private static final Logger LOG = Logger.getLogger(GivingBack.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    /** GitLab fails a running job by itself that it has heard nothing of for an hour. */
    private static final Duration AT_MOST = Duration.ofHours(1);

    private final Parts parts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger aside = new AtomicInteger();

    /**
     * What it works with.
     *
     * @param rest waits between tries; see {@link Stop#rest}
     */
    public record Parts(GiveBack giveBack, Failures failures, Stop stop, Pause rest, Clock clock, Meters meters) {}

    /** One job that goes back, and why; see {@link GiveBack#end}. */
    public record Job(JobCredentials credentials, String jobClass, EndReason reason, long payloadBytes) {
        long id() {
            return credentials.id();
        }
    }

    /** What became of it while the caller waited. */
    public enum End {
        /** GitLab knows the job's end. */
        ENDED,
        /** The job had been handed over, and goes on. */
        ARRIVED,
        /** GitLab does not take it now; this goes on aside. */
        ASIDE,
        /** GitLab does not take it, and the service stops. */
        LEFT;

        /** The name in metric tags. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GivingBack(Parts parts) {
        this.parts = parts;
    }

    /** Gives back a job that nothing else holds. */
    public End give(Job job) throws InterruptedException {
        return give(job, () -> true, () -> {});
    }

    /**
     * Gives back a job.
     *
     * @param before asked before each try whether it may be made
     * @param later run where GitLab knew the job's end only after this has returned
     */
    public End give(Job job, BooleanSupplier before, Runnable later) throws InterruptedException {
        End end =
                switch (once(job, before)) {
                    case ENDED -> End.ENDED;
                    case ARRIVED -> End.ARRIVED;
                    case UNREACHABLE -> setAside(job, before, later);
                };
        parts.meters.returned(job.jobClass(), job.reason().wire(), end.wire());
        return end;
    }

    /** How many jobs GitLab doesn't take back now. */
    public int aside() {
        return aside.get();
    }

    /** Lets what is aside make its last try, no longer than that; after the stop was requested. */
    public void stop(Duration atMost) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            threads.shutdownNow();
        }
    }

    private GiveBack.Result once(Job job, BooleanSupplier before) throws InterruptedException {
        return before.getAsBoolean()
                ? parts.giveBack.end(job.credentials(), job.reason(), job.payloadBytes())
                : GiveBack.Result.UNREACHABLE;
    }

    private End setAside(Job job, BooleanSupplier before, Runnable later) {
        if (parts.stop.requested()) {
            leave(job);
            return End.LEFT;
        }
        LOG.warn(line("GitLab does not take the job back now; this goes on aside", job));
        aside.incrementAndGet();
        try {
            threads.execute(() -> goOn(job, before, later));
            return End.ASIDE;
        } catch (RejectedExecutionException e) {
            aside.decrementAndGet();
            leave(job);
            return End.LEFT;
        }
    }

    private void goOn(Job job, BooleanSupplier before, Runnable later) {
        Instant limit = parts.clock.instant().plus(AT_MOST);
        try {
            for (int failures = 1; parts.clock.instant().isBefore(limit); failures++) {
                parts.rest.forDuration(BACKOFF.after(failures));
                if (once(job, before) != GiveBack.Result.UNREACHABLE) {
                    later.run();
                    LOG.info(line("GitLab has taken the job back at last", job));
                    return;
                }
                if (parts.stop.requested()) {
                    leave(job);
                    return;
                }
            }
            leave(job);
            parts.failures.say(
                    "give-back-failed",
                    Long.toString(job.id()),
                    job.jobClass(),
                    "GitLab did not take the job back within " + AT_MOST.toMinutes() + " minutes; it ends there by its"
                            + " timeout. It is given back because: "
                            + job.reason().sentence());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(job);
        } finally {
            aside.decrementAndGet();
        }
    }

    private static void leave(Job job) {
        LOG.error(line("could not fail the job at GitLab; it ends there by its timeout, or at our next start", job));
    }

    private static LogLine line(String what, Job job) {
        return LogLine.of(what)
                .job(job.id())
                .jobClass(job.jobClass())
                .with(LogKey.REASON, job.reason().wire());
    }
}
