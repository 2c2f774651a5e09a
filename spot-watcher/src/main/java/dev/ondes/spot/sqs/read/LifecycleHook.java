package dev.ondes.spot.sqs.read;

import java.time.Instant;

/**
 * An instance that waits in a lifecycle hook. By these three names Auto Scaling knows the action; its token isn't needed.
 *
 * @param since when the wait began
 */
public record LifecycleHook(String group, String name, String instanceId, Instant since) {}
