package dev.ondes.dispatcher.handover;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.gitlab.JobCredentials;
import org.jspecify.annotations.Nullable;

/**
 * A job that GitLab gave us and nobody else knows of yet. Immutable.
 *
 * @param event what is to be said; the same at each attempt, so that consumers recognise repetitions
 * @param credentials to keep the job alive or give it back; null where a spooled payload can't be opened any more
 */
public record TakenJob(Event<JobQueued> event, @Nullable JobCredentials credentials) {
    public long id() {
        return event.data().jobId();
    }

    public String jobClass() {
        return event.data().jobClass();
    }

    /** How large GitLab's answer was. */
    public long payloadBytes() {
        return KeyRing.sizeOf(event.data().sealedPayload());
    }
}
