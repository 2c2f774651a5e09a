package dev.ondes.scheduler.rerun;

import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import java.util.Optional;

/**
 * The pod of the attempt that follows another. Asked of the API server: a cache that lags behind must not make us take over from
 * our own next attempt, or write into its part of the log.
 */
public final class Successor {
    private Successor() {}

    public static Optional<JobPod> of(JobPod pod, Cluster cluster) {
        if (pod.attempt() >= NextAttempt.LIMIT) {
            return Optional.empty();
        }
        String name = PodNames.of(pod.job().jobClass(), pod.jobId(), pod.attempt() + 1);
        return cluster.findPod(pod.namespace(), name).flatMap(PodReader::read);
    }
}
