package dev.ondes.dispatcher.capacity;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobFinished;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of room from the scheduler. Handlers are idempotent and run in no order. */
@ApplicationScoped
public class CapacityFeed {
    private final Permits permits;

    public CapacityFeed(Permits permits) {
        this.permits = permits;
    }

    @Incoming("capacity-reported")
    @RunOnVirtualThread
    public void on(Event<CapacityReported> event) {
        permits.reported(event.data(), event.time());
    }

    /** A job that ended before any report named it needs no permit. */
    @Incoming("job-finished")
    @RunOnVirtualThread
    public void onFinished(Event<JobFinished> event) {
        permits.over(event.data().jobClass(), event.data().jobId());
    }
}
