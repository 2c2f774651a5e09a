package dev.ondes.playground.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodFluent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Makes pods of one namespace, and waits for what becomes of them. */
final class TestPods {
    static final Duration SOON = Duration.ofSeconds(30);

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final KubernetesClient client;
    private final String namespace;

    TestPods(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** A pod with one container {@code main}, which runs a script; for on-demand nodes. */
    PodBuilder script(String script) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName("pod-" + NUMBERS.incrementAndGet())
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(20L)
                .addNewVolume()
                .withName("shared")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec();
        return withContainer(pod, "main", script);
    }

    PodBuilder withContainer(PodBuilder pod, String name, String script) {
        return pod.editSpec()
                .addNewContainer()
                .withName(name)
                .withImage(Images.SAMPLE_BUILD)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("bash", "-c", script)
                .addNewVolumeMount()
                .withName("shared")
                .withMountPath("/shared")
                .endVolumeMount()
                .endContainer()
                .endSpec();
    }

    /** The same, for spot nodes. */
    PodBuilder onSpot(PodBuilder pod) {
        return pod.editSpec()
                .addToNodeSelector(ClusterNode.CAPACITY_LABEL, "spot")
                .addNewToleration()
                .withKey("ondes.dev/spot")
                .withOperator("Equal")
                .withValue("true")
                .withEffect("NoSchedule")
                .endToleration()
                .endSpec();
    }

    /** Held by a finalizer, so that its end can be read. */
    PodBuilder held(PodBuilder pod) {
        PodFluent<PodBuilder>.MetadataNested<PodBuilder> metadata = pod.editMetadata();
        return metadata.addToFinalizers("ondes.dev/end").endMetadata();
    }

    Pod create(PodBuilder pod) {
        return client.resource(pod.build()).create();
    }

    PodResource resource(Pod pod) {
        return client.pods().inNamespace(namespace).withName(pod.getMetadata().getName());
    }

    Pod await(Pod pod, Predicate<Pod> until) {
        return await(pod, SOON, until);
    }

    Pod await(Pod pod, Duration limit, Predicate<Pod> until) {
        return org.awaitility.Awaitility.await()
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> resource(pod).get(), found -> found != null && until.test(found));
    }

    Pod awaitPhase(Pod pod, String phase) {
        return await(pod, found -> phase.equals(found.getStatus().getPhase()));
    }

    Pod awaitStarted(Pod pod) {
        return await(
                pod,
                found -> status(found, "main").map(ContainerStatus::getStarted).orElse(false));
    }

    void awaitGone(Pod pod) {
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> resource(pod).get() == null);
    }

    /** Lets go of a held pod. */
    void release(Pod pod) {
        resource(pod)
                .patch(
                        io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":[]}}");
    }

    static Optional<ContainerStatus> status(Pod pod, String container) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    static String waitingReason(Pod pod, String container) {
        return status(pod, container)
                .map(status -> status.getState().getWaiting())
                .map(waiting -> waiting.getReason())
                .orElse("");
    }

    void removeAll() {
        List<Pod> all = client.pods().inNamespace(namespace).list().getItems();
        for (Pod pod : all) {
            release(pod);
            resource(pod).withGracePeriod(0).delete();
        }
    }
}
