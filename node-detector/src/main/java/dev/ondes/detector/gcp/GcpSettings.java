package dev.ondes.detector.gcp;

import java.time.Duration;
import java.util.Map;

/**
 * How much time GCP leaves, which its metadata server doesn't say.
 *
 * @param notice from {@code preempted} to the end; 30 s unless the pool asked for more
 * @param pools the same for node pools that differ, by name
 * @param maintenanceNotice from {@code TERMINATE_ON_HOST_MAINTENANCE} to the end; 60 s but on machines with GPUs
 */
public record GcpSettings(Duration notice, Map<String, Duration> pools, Duration maintenanceNotice) {

    Duration noticeOf(String pool) {
        return pools.getOrDefault(pool, notice);
    }
}
