package dev.ondes.spot.sqs.queue;

import java.time.Duration;

/** A message's way to wait without holding up others. */
public interface Patience {
    /**
     * Gives this message's place to another: it now only waits.
     *
     * @return false where too many wait already: decide at once
     */
    boolean waitAside();

    /**
     * Waits, or until this program ends.
     *
     * @throws InterruptedException when it ends
     */
    void pause(Duration duration) throws InterruptedException;
}
