package dev.ondes.spot.sqs.queue;

import java.time.Instant;

/**
 * A message as received once.
 *
 * @param receipt by which this reception is prolonged or ended
 * @param sent when it came into the queue, by the queue's clock
 * @param receives how often it was received, this time included
 */
public record Received(String id, String receipt, String body, Instant sent, int receives) {}
