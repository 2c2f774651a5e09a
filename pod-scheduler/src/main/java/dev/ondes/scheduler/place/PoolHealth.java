package dev.ondes.scheduler.place;

import dev.ondes.contracts.job.CapacityType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hears what capacity did and failed to do. Each call returns at once and may come more than once for the same thing; safe
 * on many threads.
 */
public interface PoolHealth {

    /**
     * A node was lost, or will be for sure. One that is both announced and missed counts once.
     *
     * @param zone as the notice says it, where the node itself isn't known
     * @param nodeGroup likewise
     */
    void nodeLost(CapacityType capacity, String node, @Nullable String zone, @Nullable String nodeGroup);

    /**
     * A pod of the class found no node in time.
     *
     * @param pod its uid; it counts once
     */
    void unschedulable(String jobClass, CapacityType capacity, String pod);

    /** A pod of the class got a node at that moment. */
    void served(String jobClass, CapacityType capacity, Instant at);
}
