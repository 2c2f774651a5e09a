package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.scheduler.cache.JobCaches;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.cluster.SecretAnswer;
import dev.ondes.scheduler.pods.JobPod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes sure that a pod has its Secret. What the pod itself says counts: it may be an earlier self's. May be repeated, and is
 * found done after a crash.
 */
public final class Completion {
    /** With a job whose class was removed. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Cluster cluster;
    private final AgentParts agent;
    private final JobCaches caches;
    private final Hindered hindered;

    public Completion(Cluster cluster, AgentParts agent, JobCaches caches, Hindered hindered) {
        this.cluster = cluster;
        this.agent = agent;
        this.caches = caches;
        this.hindered = hindered;
    }

    /**
     * Completes a pod that is there.
     *
     * @param jobClass the job's; empty where it was removed
     * @param notes for the job's log
     */
    public Made of(JobPod pod, Optional<JobClass> jobClass, JsonNode payload, List<String> notes) {
        Map<String, String> variables = jobClass.map(JobClass::variables).orElse(Map.of());
        List<CacheAccess> signed = caches.of(pod.job().jobClass(), variables, pod.image(), JobPayload.parse(payload));
        return of(
                pod,
                variables,
                payload,
                signed,
                notes,
                jobClass.map(JobClass::unschedulableAfter).orElse(PATIENCE));
    }

    /** The same with requests that are signed already. */
    Made of(
            JobPod pod,
            Map<String, String> variables,
            JsonNode payload,
            List<CacheAccess> signed,
            List<String> notes,
            Duration patience) {
        var told = new AgentJob(
                pod.job().gitlabUrl(),
                pod.attempt(),
                pod.logOffset(),
                pod.job().jobClass(),
                pod.image(),
                variables,
                payload,
                signed,
                notes);
        try {
            return switch (cluster.createSecret(SecretPlan.of(pod, told, agent))) {
                case SecretAnswer.Created _ -> whole(pod);
                case SecretAnswer.Exists _ -> existing(pod, patience);
                case SecretAnswer.NotNow(var by, var why) -> refused(pod, by, why, patience);
            };
        } catch (KubernetesClientException e) {
            // Nobody knows whether it is there: the job may run, and must not be ended.
            return new Made.NotNow(Hindrance.NO_ANSWER, Refusals.text(e));
        }
    }

    private Made whole(JobPod pod) {
        hindered.passed(pod.job());
        return new Made.Whole(pod);
    }

    /** A full quota refuses what is there, too; and an agent that began has had it. */
    private Made refused(JobPod pod, Hindrance by, String why, Duration patience) {
        Made refused = hindered.by(by, why, pod.job(), patience);
        boolean had = pod.facts().agentBegan()
                || cluster.findSecret(pod.namespace(), pod.name())
                        .filter(secret -> SecretPlan.isOf(pod, secret))
                        .isPresent();
        if (!had) {
            return refused;
        }
        hindered.moves(pod.jobId());
        return new Made.Whole(pod);
    }

    /** One of its name is there: an earlier self's, or else the pod must not be told what stands in it. */
    private Made existing(JobPod pod, Duration patience) {
        Optional<Secret> there = cluster.findSecret(pod.namespace(), pod.name());
        if (there.filter(secret -> SecretPlan.isOf(pod, secret)).isPresent()) {
            return whole(pod);
        }
        if (there.isEmpty() || there.filter(SecretPlan::isOfAPod).isPresent()) {
            return hindered.by(
                    Hindrance.NO_ROOM,
                    "the Secret of an earlier pod of this name is just going away",
                    pod.job(),
                    patience);
        }
        return hindered.by(
                Hindrance.SECRET_TAKEN,
                "the Secret " + pod.namespace() + "/" + pod.name() + " exists, and was made for something else",
                pod.job(),
                patience);
    }
}
