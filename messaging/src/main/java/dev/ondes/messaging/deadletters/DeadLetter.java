package dev.ondes.messaging.deadletters;

import dev.ondes.contracts.event.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for an operator. Safe to show: what is secret in it is sealed, and nobody here opens it.
 *
 * @param key names it among the dead letters: event and queue, since one event may have died in several
 * @param eventId as its sender gave it; empty where it gave none
 * @param type the event's type without its prefix, such as {@code job.queued}; empty where it is unknown
 * @param queue where it died; empty where the broker doesn't say
 * @param reason the broker's word, such as {@code rejected} or {@code delivery_limit}
 * @param deaths how often it died there: after a redrive more than once
 * @param diedAt when it first died there; the broker tells seconds
 * @param redriven how often it was sent on its way again
 * @param size of its body, in bytes
 */
public record DeadLetter(
        String key,
        String eventId,
        String type,
        String queue,
        String reason,
        long deaths,
        @Nullable Instant diedAt,
        long redriven,
        int size) {

    static String typeOf(@Nullable String wire) {
        return wire != null && wire.startsWith(EventType.PREFIX) ? wire.substring(EventType.PREFIX.length()) : "";
    }
}
