package dev.ondes.messaging.publish;

import dev.ondes.messaging.connect.Backoff;
import java.time.Duration;

/**
 * How long and how much.
 *
 * @param time for one event, all attempts and pauses together
 * @param inFlight how many events may be under way at once; who comes after waits
 * @param backoff pauses between the attempts for one event
 */
public record PublishLimits(Duration time, int inFlight, Backoff backoff) {}
