package dev.ondes.scheduler.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls to Kubernetes that change or ask something; what runs is otherwise learnt from the watch. Each is one request
 * and may be repeated. A cluster that can't be reached or refuses for another reason than those listed shows as
 * {@link io.fabric8.kubernetes.client.KubernetesClientException}.
 */
public interface Cluster {

    /** Never throws for what the API server says, or doesn't say, to the pod itself. */
    CreateAnswer createPod(Pod pod);

    /** Never throws for what the API server says, or doesn't say, to the Secret. */
    SecretAnswer createSecret(Secret secret);

    Optional<Pod> findPod(String namespace, String name);

    Optional<Secret> findSecret(String namespace, String name);

    /** All pods of ours, as the API server has them now. */
    List<Pod> listPods();

    /** Sets an annotation. Does nothing when that pod is gone. */
    void annotate(PodKey pod, String name, String value);

    /**
     * Sets the finalizers, where they are still those that we know; else the call fails, to be repeated with what the
     * watch shows then. Does nothing when that pod is gone.
     */
    void changeFinalizers(PodKey pod, List<String> known, List<String> wanted);

    /**
     * Deletes.
     *
     * @param grace null for the pod's own
     */
    void deletePod(PodKey pod, @Nullable Duration grace);

    /** One pod and no later one of the same name. */
    record PodKey(String namespace, String name, String uid) {}
}
