package dev.ondes.spot.lead;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.mark.Marking;
import dev.ondes.spot.tell.People;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes confirmed notices from the broker, while we lead: one patch of the node, then its drain. The message is
 * acknowledged when the node is marked; the drain goes on by the node's ledger.
 */
@ApplicationScoped
public class NoticeHandler {
    public static final String CHANNEL = "termination-notice";

    private final Marking marking;
    private final Drains drains;
    private final People people;
    private final ApiPatience patience;

    NoticeHandler(Marking marking, Drains drains, People people, ApiPatience patience) {
        this.marking = marking;
        this.drains = drains;
        this.people = people;
        this.patience = patience;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<TerminationNotice> event) {
        TerminationNotice notice = event.data();
        boolean news = patience.call(() -> marking.mark(notice));
        drains.look(notice.node());
        if (news) {
            people.noticed(notice);
        }
        marking.show(notice);
    }
}
