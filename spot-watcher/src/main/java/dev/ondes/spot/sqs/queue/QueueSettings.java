package dev.ondes.spot.sqs.queue;

import java.time.Duration;

/**
 * How a queue is read.
 *
 * @param receivers long polls at once
 * @param visibility for how long a message is hidden, and again and again while it is worked on
 * @param places how many messages are worked on at once
 * @param aside how many may wait beside them
 * @param tries after so many receptions a message that always fails is given up, where the queue has no redrive policy that
 *     set it aside before
 */
public record QueueSettings(int receivers, Duration visibility, int places, int aside, int tries) {
    public static final QueueSettings DEFAULT = new QueueSettings(4, Duration.ofSeconds(30), 500, 5_000, 12);
}
