package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationCancelled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears that a node stays after all, while we lead. */
@ApplicationScoped
public class CancelledNoticeHandler {
    public static final String CHANNEL = "termination-cancelled";

    private final Interruptions interruptions;

    CancelledNoticeHandler(Interruptions interruptions) {
        this.interruptions = interruptions;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<TerminationCancelled> event) {
        interruptions.withdrawn(event.data());
    }
}
