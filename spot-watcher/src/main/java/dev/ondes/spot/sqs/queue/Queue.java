package dev.ondes.spot.sqs.queue;

import java.time.Duration;
import java.util.List;

/** A queue that gives its messages at least once, in any order. Each call takes at most {@link #BATCH}. */
public interface Queue {
    int BATCH = 10;

    /**
     * Waits for messages.
     *
     * @return empty when none came within the queue's long poll
     * @throws QueueException when the queue could not be asked
     */
    List<Received> receive(int most);

    /**
     * Deletes for good.
     *
     * @return those that weren't
     * @throws QueueException when the queue could not be asked
     */
    List<Received> delete(List<Received> messages);

    /**
     * Hides from other receivers for that long from now; zero shows them at once.
     *
     * @throws QueueException when the queue could not be asked
     */
    void hide(List<Received> messages, Duration duration);
}
