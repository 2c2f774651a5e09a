package dev.ondes.dispatcher;

import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.handover.GivingBack;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.HandOverEnd;
import dev.ondes.dispatcher.handover.Spool;
import dev.ondes.dispatcher.hooks.Outbox;
import dev.ondes.dispatcher.intake.AskingLoop;
import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.lost.LostJobs;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The main flow: first the jobs that an earlier process left are handed over, then each class asks for its own in a loop,
 * until the stop. {@link #start} and {@link #stop} are called once each; a stop waits until the start is through.
 */
public final class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** One publish and one give-back, beyond the patience that operators set. */
    private static final Duration LAST_TRIES = Duration.ofSeconds(25);

    private static final Duration AFTER_CUT = Duration.ofSeconds(2);

    private final Parts parts;
    private final List<Thread> handOvers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Optional<Thread> lookout = Optional.empty();

    /**
     * What it is made of.
     *
     * @param lostJobs where an access token lets us look for them
     * @param pollPatience how long a stop waits for requests that GitLab holds
     * @param handOverPatience how long a stop waits for hand-overs
     */
    public record Parts(
            List<AskingLoop> loops,
            Optional<LostJobs> lostJobs,
            Spool spool,
            HandOver handOver,
            GivingBack givingBack,
            Permits permits,
            List<Outbox<?>> outboxes,
            Bells bells,
            Stop stop,
            Duration pollPatience,
            Duration handOverPatience) {
        public Parts {
            loops = List.copyOf(loops);
        }
    }

    public Dispatcher(Parts parts) {
        this.parts = parts;
    }

    /** Returns when everything runs. */
    public synchronized void start() throws IOException {
        if (parts.stop.requested()) {
            return;
        }
        parts.outboxes.forEach(Outbox::start);
        Spool.Left left = parts.spool.left();
        for (String name : left.unreadable()) {
            LOG.error(LogLine.of("a file in the spool holds no job; it was put aside")
                    .with(LogKey.FILE, name));
        }
        for (Spool.LeftJob job : left.jobs()) {
            LOG.warn(LogLine.of("an earlier process left a job")
                    .job(job.job().id())
                    .jobClass(job.job().jobClass()));
            parts.permits.taken(job.job().jobClass(), job.job().id());
            handOvers.add(started("resume-" + job.job().id(), () -> resume(job)));
        }
        for (AskingLoop loop : parts.loops) {
            threads.add(started("ask-" + loop.jobClass(), loop));
        }
        lookout = parts.lostJobs.map(task -> started("lost-jobs", task));
        LOG.info(LogLine.of("asks for jobs of so many classes").with(LogKey.COUNT, parts.loops.size()));
    }

    /**
     * Asks no more, lets requests and hand-overs under way end, gives back what can't be handed over, and returns within
     * the limits set. What is left then is in the spool.
     */
    public synchronized void stop() throws InterruptedException {
        parts.stop.request();
        parts.bells.ringAll();
        lookout.ifPresent(Thread::interrupt);
        LOG.info(LogLine.of("stops: no more requests; waits for those under way"));
        long limit = System.nanoTime() + parts.pollPatience.toNanos();
        join(threads, limit);
        for (AskingLoop loop : parts.loops) {
            loop.cutRequest();
        }
        limit = System.nanoTime() + parts.handOverPatience.plus(LAST_TRIES).toNanos();
        join(threads, limit);
        join(handOvers, limit);
        parts.givingBack.stop(left(limit));
        for (Outbox<?> outbox : parts.outboxes) {
            outbox.stop(AFTER_CUT);
        }
        parts.stop.cut();
        threads.forEach(Thread::interrupt);
        handOvers.forEach(Thread::interrupt);
        limit = System.nanoTime() + AFTER_CUT.toNanos();
        join(threads, limit);
        join(handOvers, limit);
        parts.spool.close();
        LOG.info(LogLine.of("has stopped").with(LogKey.COUNT, parts.spool.size()));
    }

    private void resume(Spool.LeftJob left) {
        if (parts.handOver.resume(left) != HandOverEnd.HANDED_OVER) {
            parts.permits.over(left.job().jobClass(), left.job().id());
        }
    }

    private static Thread started(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }

    private static void join(List<Thread> threads, long limit) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(left(limit));
        }
    }

    private static Duration left(long limit) {
        return Duration.ofNanos(Math.max(0, limit - System.nanoTime()));
    }
}
