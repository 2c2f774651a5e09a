package dev.ondes.scheduler.create;

import dev.ondes.messaging.Unrepairable;

/** A payload that opens but can't be read: no repetition heals it. */
@Unrepairable
public final class UnreadablePayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadablePayloadException(long jobId, String why) {
        super("the payload of job " + jobId + " can't be read: " + why);
    }
}
