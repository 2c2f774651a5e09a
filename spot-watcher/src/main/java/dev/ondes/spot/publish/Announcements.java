package dev.ondes.spot.publish;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What this service says. Ids are made from what is said, so that the same said by another replica or after a restart is
 * the same event. Each is done when the broker has it.
 */
public final class Announcements {
    public static final String SERVICE = "spot-watcher";
    private static final String SOURCE = "/" + SERVICE;

    private final Outbox outbox;
    private final Clock clock;

    public Announcements(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    public CompletableFuture<Void> notice(TerminationNotice notice) {
        return say(notice.noticeId() + ":" + notice.deadline(), notice);
    }

    public CompletableFuture<Void> cancelled(TerminationCancelled cancelled) {
        return say(cancelled.noticeId() + ":cancelled", cancelled);
    }

    public CompletableFuture<Void> drained(NodeDrained drained) {
        return say(drained.noticeId() + ":drained:" + drained.startedAt(), drained);
    }

    private CompletableFuture<Void> say(String what, EventData data) {
        String id = UUID.nameUUIDFromBytes((SOURCE + ":" + what).getBytes(StandardCharsets.UTF_8))
                .toString();
        return outbox.say(new Event<>(id, SOURCE, clock.instant(), data.subject(), null, data));
    }
}
