package dev.ondes.scheduler.watch;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.pods.Intent;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import java.util.List;
import java.util.Optional;

/**
 * The pods of one job: those on the shelf and, where more depends on it than a cache should decide, those that the API server
 * has. A watch lags behind, and is blind for minutes when its API server dies without closing the connection. What the API
 * server tells comes onto the shelf. What asks blocks, and throws
 * {@link io.fabric8.kubernetes.client.KubernetesClientException} where there is no answer. Thread-safe.
 */
public final class Attempts {
    /** Pods that a job may take. */
    public static final int LIMIT = 3;

    private final PodShelf pods;
    private final Cluster cluster;

    public Attempts(PodShelf pods, Cluster cluster) {
        this.pods = pods;
        this.cluster = cluster;
    }

    /** A job's pods that still ask for something, the latest attempt last. Asks nobody. */
    public List<JobPod> of(long jobId) {
        return pods.of(jobId);
    }

    /** Asks for those pods of a job that the watch should have shown long ago: it may be blind, or they are gone. */
    public void lookAfter(long jobId) {
        for (JobPod pod : pods.overdue(jobId)) {
            ask(pod).ifPresentOrElse(pods::expect, () -> pods.forget(pod));
        }
    }

    /** The pod of an attempt that goes on, where it is on the shelf. Asks nobody. */
    public Optional<JobPod> known(JobQueued job, int attempt) {
        return pods.of(job.jobId()).stream()
                .filter(pod -> isOf(pod, job, attempt))
                .findFirst();
    }

    /** The pod of an attempt that goes on: from the shelf, else from the API server. */
    public Optional<JobPod> find(String namespace, JobQueued job, int attempt) {
        Optional<JobPod> known = known(job, attempt);
        if (known.isPresent()) {
            return known;
        }
        ask(namespace, PodNames.of(job.jobClass(), job.jobId(), attempt))
                .filter(pod -> isOf(pod, job, attempt))
                .ifPresent(pods::expect);
        return known(job, attempt);
    }

    /**
     * The pod of the attempt that follows. A cache that lags behind must not make us take over from our own next attempt, or
     * write into its part of the log.
     */
    public Optional<JobPod> after(JobPod pod) {
        return pod.attempt() >= LIMIT ? Optional.empty() : find(pod.namespace(), pod.job(), pod.attempt() + 1);
    }

    /** The same pod as the API server has it now; as gone where it has it no more. */
    public JobPod now(JobPod pod) {
        Optional<JobPod> now = ask(pod);
        now.ifPresentOrElse(pods::expect, () -> pods.vanished(pod, true));
        return now.orElseGet(pod::asGone);
    }

    /** We have just made it. */
    public void made(JobPod pod) {
        pods.expect(pod);
    }

    private Optional<JobPod> ask(JobPod pod) {
        return ask(pod.namespace(), pod.name()).filter(found -> found.uid().equals(pod.uid()));
    }

    private Optional<JobPod> ask(String namespace, String name) {
        return cluster.findPod(namespace, name).flatMap(PodReader::read);
    }

    private static boolean isOf(JobPod pod, JobQueued job, int attempt) {
        return pod.attempt() == attempt
                && pod.intent().equals(Intent.of(job, attempt))
                && !pod.facts().gone()
                && !pod.isLetGo();
    }
}
