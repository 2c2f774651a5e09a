package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.scheduler.turns.Turns;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears that a node goes away, while we lead. The message is acknowledged when each of the node's pods says so. */
@ApplicationScoped
public class NoticeHandler {
    public static final String CHANNEL = "termination-notice";

    private final Interruptions interruptions;
    private final Turns turns;

    NoticeHandler(Interruptions interruptions, Turns turns) {
        this.interruptions = interruptions;
        this.turns = turns;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<TerminationNotice> event) {
        interruptions.heard(event.data()).forEach(turns::ask);
    }
}
