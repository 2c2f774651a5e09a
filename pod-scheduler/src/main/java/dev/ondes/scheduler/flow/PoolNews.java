package dev.ondes.scheduler.flow;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.place.PoolHealth;
import dev.ondes.scheduler.pods.JobPod;
import java.time.Instant;

/**
 * Tells the memory of pools what pods' lives say about the capacity that they were on. Whether one finds a node whose job wants
 * special ones, or more of them, says nothing of its class's others.
 */
final class PoolNews {
    private final PoolHealth health;

    PoolNews(PoolHealth health) {
        this.health = health;
    }

    void lost(JobPod pod, EndReason reason) {
        String node = pod.facts().node();
        if (reason == EndReason.UNSCHEDULABLE) {
            if (pod.otherRoom()) {
                return;
            }
            health.unschedulable(pod.job().jobClass(), pod.capacity(), pod.uid());
        } else if (node != null && (reason == EndReason.NODE_LOST || reason == EndReason.SPOT_INTERRUPTED)) {
            health.nodeLost(pod.capacity(), node, null, null);
        }
    }

    void served(JobPod pod) {
        Instant at = pod.facts().scheduledAt();
        if (at != null && !pod.otherRoom()) {
            health.served(pod.job().jobClass(), pod.capacity(), at);
        }
    }
}
