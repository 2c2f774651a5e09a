package dev.ondes.spot.lead;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.mark.Marking;
import dev.ondes.spot.tell.People;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes confirmed cancellations from the broker, while we lead: our marks come off, and a drain under way ends. */
@ApplicationScoped
public class CancelledHandler {
    public static final String CHANNEL = "termination-cancelled";

    private final Marking marking;
    private final Drains drains;
    private final People people;
    private final ApiPatience patience;

    CancelledHandler(Marking marking, Drains drains, People people, ApiPatience patience) {
        this.marking = marking;
        this.drains = drains;
        this.people = people;
        this.patience = patience;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<TerminationCancelled> event) {
        TerminationCancelled cancelled = event.data();
        patience.call(() -> {
            marking.unmark(cancelled);
            return true;
        });
        drains.changed(cancelled.node());
        people.cancelled(cancelled);
    }
}
