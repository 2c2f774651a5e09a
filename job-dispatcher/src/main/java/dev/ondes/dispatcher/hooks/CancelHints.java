package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says {@code job.cancel-requested} for webhooks, after they were answered. Bounded: a hint that finds no place is dropped and
 * counted, for the job's agent hears of the cancel from GitLab anyway. {@link #offer} is thread-safe and never blocks.
 */
public final class CancelHints {
    private static final Logger LOG = Logger.getLogger(CancelHints.class);
    private static final int MOST = 1_000;
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final BlockingQueue<JobCancelRequested> hints = new LinkedBlockingQueue<>(MOST);
    private final Events events;
    private final Event.Factory factory;
    private final Meters meters;
    private volatile boolean closing;
    private @Nullable Thread speaker;

    public CancelHints(Events events, Event.Factory factory, Meters meters) {
        this.events = events;
        this.factory = factory;
        this.meters = meters;
    }

    /** Takes a hint, to be said soon; false where it is dropped. */
    public boolean offer(JobCancelRequested hint) {
        boolean taken = !closing && hints.offer(hint);
        if (!taken) {
            meters.cancelDropped();
        }
        return taken;
    }

    /** Begins to say what is offered, in a thread of its own. */
    public void start() {
        speaker = Thread.ofVirtual().name("cancel-hints").start(this::speak);
    }

    /** Says what was offered so far, and ends; what can't be said within the time is dropped. */
    public void stop(Duration atMost) throws InterruptedException {
        closing = true;
        if (speaker != null && !speaker.join(atMost)) {
            speaker.interrupt();
        }
    }

    private void speak() {
        try {
            while (!closing || !hints.isEmpty()) {
                JobCancelRequested hint = hints.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (hint != null) {
                    say(hint);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(JobCancelRequested hint) {
        try {
            events.publish(factory.event(hint, null));
        } catch (PublishException e) {
            meters.cancelDropped();
            LOG.warn(LogLine.of("could not say that a job is canceled")
                    .job(hint.jobId())
                    .why(e.getMessage()));
        }
    }
}
