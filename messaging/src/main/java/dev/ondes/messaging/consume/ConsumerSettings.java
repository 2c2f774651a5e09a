package dev.ondes.messaging.consume;

import java.time.Duration;

/**
 * How one queue is consumed.
 *
 * @param prefetch how many messages may be unacknowledged, and how many handlers run
 * @param retryDelay pause before a message whose handler failed goes back to its queue; doubles with each failure
 * @param retryDelayMax the longest such pause
 * @param closeTimeout how long a close waits for running handlers
 */
public record ConsumerSettings(
        String queue, int prefetch, Duration retryDelay, Duration retryDelayMax, Duration closeTimeout) {
    private static final int MOST = 2000;

    public ConsumerSettings {
        if (prefetch < 1 || prefetch > MOST) {
            throw new IllegalArgumentException(
                    "prefetch of the queue " + queue + " is " + prefetch + "; it must be 1 to " + MOST);
        }
        if (retryDelay.isNegative() || retryDelay.isZero() || retryDelayMax.compareTo(retryDelay) < 0) {
            throw new IllegalArgumentException("retry-delay of the queue " + queue + " is " + retryDelay
                    + "; it must be above zero and not above retry-delay-max, " + retryDelayMax);
        }
    }
}
