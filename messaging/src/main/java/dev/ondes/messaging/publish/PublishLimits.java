package dev.ondes.messaging.publish;

import dev.ondes.contracts.retry.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long and how much.
 *
 * @param time for one event, all attempts and pauses together
 * @param inFlight how many events may be under way at once; who comes after waits
 * @param backoff pauses between the attempts for one event
 * @param random for their chance
 */
public record PublishLimits(Duration time, int inFlight, Backoff backoff, RandomGenerator random) {}
