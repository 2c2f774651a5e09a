package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.job.CapacityType;
import org.jspecify.annotations.Nullable;

/**
 * All that a pod is made from.
 *
 * @param nodes how pods reach that capacity; null where that needs nothing
 * @param attempt 1, 2 or 3
 * @param logOffset where the attempt's part of the log begins
 * @param image of the build container
 * @param agentImage of the agent container
 */
public record Order(
        JobQueued job,
        @Nullable String traceparent,
        JobClass jobClass,
        @Nullable NodeChoice nodes,
        int attempt,
        CapacityType capacity,
        long logOffset,
        String image,
        String agentImage) {}
