package dev.ondes.spot.sqs.queue;

import java.time.Duration;

/** What becomes of a message. */
public sealed interface Verdict {
    /**
     * It is done with, and deleted.
     *
     * @param result for the metric: few values
     */
    record Done(String result) implements Verdict {}

    /** Somebody shall have it again after a while. */
    record Again(Duration after, String why) implements Verdict {}
}
