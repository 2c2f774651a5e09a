package dev.ondes.scheduler.create;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.turns.TryLaterException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes queued jobs from the broker, while we lead. The message is acknowledged when the cluster has the pod or GitLab the job's
 * end; until then its job waits, and only a crash gives it back to the queue.
 */
@ApplicationScoped
public class JobQueuedHandler {
    public static final String CHANNEL = "job-queued";

    private static final Logger LOG = Logger.getLogger(JobQueuedHandler.class);

    private final TakeUp takeUp;
    private final WaitingRoom waiting;
    private final Events events;

    JobQueuedHandler(TakeUp takeUp, WaitingRoom waiting, Events events) {
        this.takeUp = takeUp;
        this.waiting = waiting;
        this.events = events;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<JobQueued> event) {
        long jobId = event.data().jobId();
        try {
            while (takeUp.take(event) instanceof Taken.Waits(var atLeast, var why)) {
                LOG.info(LogLine.of("job waits")
                        .job(jobId)
                        .jobClass(event.data().jobClass())
                        .why(why));
                if (waiting.await(jobId, event.data().jobClass(), atLeast)
                        == WaitingRoom.Next.TO_THE_END_OF_THE_QUEUE) {
                    // Confirmed before this message is acknowledged: a crash in between leaves it twice, not never.
                    events.publish(event);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLaterException(Duration.ZERO, "stopped while the job waited");
        } finally {
            waiting.leave(jobId);
        }
    }
}
