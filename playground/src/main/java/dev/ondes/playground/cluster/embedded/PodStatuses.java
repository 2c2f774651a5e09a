package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.function.Consumer;

/** Writes what a pod's status says, on top of what others have written meanwhile. Safe for many threads. */
final class PodStatuses {
    private final KubernetesClient client;

    PodStatuses(KubernetesClient client) {
        this.client = client;
    }

    /** Changes it, and tells whether the pod is still there. */
    boolean change(Pod pod, Consumer<PodStatus> change) {
        while (true) {
            var resource = client.pods().inNamespace(Pods.namespace(pod)).withName(Pods.name(pod));
            Pod current = resource.get();
            if (current == null || !Pods.uid(current).equals(Pods.uid(pod))) {
                return false;
            }
            String before = Serialization.asJson(current.getStatus());
            change.accept(current.getStatus());
            if (before.equals(Serialization.asJson(current.getStatus()))) {
                return true;
            }
            try {
                resource.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch(current));
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404) {
                    return false;
                }
                if (e.getCode() != 409) {
                    throw e;
                }
            }
        }
    }

    private static String patch(Pod pod) {
        return Serialization.asJson(Map.of(
                "metadata", Map.of("resourceVersion", pod.getMetadata().getResourceVersion()),
                "status", pod.getStatus()));
    }
}
