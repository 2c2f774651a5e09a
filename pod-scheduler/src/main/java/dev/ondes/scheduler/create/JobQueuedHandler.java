package dev.ondes.scheduler.create;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.scheduler.turns.Turns;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes queued jobs from the broker, while we lead. The message is acknowledged when the cluster has the pod. */
@ApplicationScoped
public class JobQueuedHandler {
    public static final String CHANNEL = "job-queued";

    private final Intake intake;
    private final Turns turns;

    JobQueuedHandler(Intake intake, Turns turns) {
        this.intake = intake;
        this.turns = turns;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<JobQueued> event) {
        turns.inTurn(event.data().jobId(), () -> intake.take(event));
    }
}
