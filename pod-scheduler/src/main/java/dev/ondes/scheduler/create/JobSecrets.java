package dev.ondes.scheduler.create;

import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.turns.TryLaterException;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** What a pod's agent was told, read from the pod's Secret. */
public final class JobSecrets {
    /** A pod without its Secret can't be ended at GitLab; after this it is let go. */
    private static final Duration EXPECTED_WITHIN = Duration.ofMinutes(15);

    private final Cluster cluster;
    private final Clock clock;

    public JobSecrets(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Empty when the pod never will have one.
     *
     * @throws TryLaterException when it may come yet
     */
    public Optional<AgentJob> of(JobPod pod) {
        Optional<Secret> secret =
                cluster.findSecret(pod.namespace(), pod.name()).filter(found -> SecretPlan.isOf(pod, found));
        if (secret.isPresent()) {
            String job = secret.get().getData().get(PodLayout.JOB_KEY);
            return Optional.of(AgentJson.readJob(Base64.getDecoder().decode(job)));
        }
        Duration age = Duration.between(pod.facts().createdAt(), clock.instant());
        if (pod.facts().gone() || age.compareTo(EXPECTED_WITHIN) > 0) {
            return Optional.empty();
        }
        throw new TryLaterException(Duration.ofSeconds(2), "the pod's Secret isn't there yet");
    }
}
