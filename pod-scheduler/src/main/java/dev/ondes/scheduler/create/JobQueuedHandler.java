package dev.ondes.scheduler.create;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.turns.Turns;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
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
    /** More messages may be held, by jobs that wait; open payloads take memory. */
    private static final int AT_ONCE = 50;

    private final Intake intake;
    private final Turns turns;
    private final WaitingRoom waiting;
    private final Events events;
    private final Semaphore room = new Semaphore(AT_ONCE);

    JobQueuedHandler(Intake intake, Turns turns, WaitingRoom waiting, Events events) {
        this.intake = intake;
        this.turns = turns;
        this.waiting = waiting;
        this.events = events;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<JobQueued> event) {
        long jobId = event.data().jobId();
        try {
            while (take(event) instanceof Taken.Waits(var atLeast, var why)) {
                LOG.info(LogLine.of("job waits, the cluster takes no pod now")
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

    private Taken take(Event<JobQueued> event) throws InterruptedException {
        room.acquire();
        try {
            return turns.answerInTurn(event.data().jobId(), () -> intake.take(event));
        } finally {
            room.release();
        }
    }
}
