package dev.ondes.playground.bench;

import dev.ondes.playground.cluster.Cluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The floor: pods with nothing of ours in them, made one after the other. */
record BarePods(Cluster cluster) {

    /** From before the create call until the container's first command ran, by its own word. */
    Percentiles firstLine(int number) {
        List<Duration> times = new ArrayList<>();
        // Of an earlier run's pods none can be taken for one of these.
        String run = "bare-" + Instant.now().toEpochMilli() + "-";
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build()) {
            for (int i = 0; i < number; i++) {
                times.add(one(client, run + i));
            }
        }
        return new Percentiles(times);
    }

    private Duration one(KubernetesClient client, String name) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("bare")
                .withImage("ondes/sample-build:1")
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c", "date +%s%N >/dev/termination-log")
                .endContainer()
                .endSpec()
                .build();
        Instant begin = Instant.now();
        create(client, pod);
        Pod ended = client.resource(pod)
                .waitUntilCondition(
                        now -> now != null
                                && now.getStatus() != null
                                && "Succeeded".equals(now.getStatus().getPhase()),
                        60,
                        TimeUnit.SECONDS);
        client.resource(pod).withGracePeriod(0).delete();
        ContainerStatus status = ended.getStatus().getContainerStatuses().getFirst();
        String nanos = status.getState().getTerminated().getMessage().strip();
        return Duration.between(begin, Instant.EPOCH.plusNanos(Long.parseLong(nanos)));
    }

    /** The client repeats a call whose answer it lost; then the pod is there already. */
    private static void create(KubernetesClient client, Pod pod) {
        try {
            client.resource(pod).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
