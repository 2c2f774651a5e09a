package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NodeMarks;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** CI pods on a real API server; kubelets aren't needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class CiPodsIT {
    private static final JobOnNode JOB = new JobOnNode(4711, "ondes-small-4711-1");

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(
                    Path.of(System.getenv("ONDES_TEST_KUBECONFIG")).toFile()))
            .build();
    private final String namespace = "ci-pods-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100_000;
    private final String node = "node-of-" + namespace;
    private final CiPods pods = new CiPods(client, Clock.systemUTC());

    @BeforeEach
    void makePod() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .withNamespace(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(pod()).create();
        pods.start();
        await().untilAsserted(() -> assertThat(pods.jobsOn(node)).containsExactly(JOB));
    }

    @AfterEach
    void remove() {
        pods.stop();
        client.pods()
                .inNamespace(namespace)
                .withName(JOB.pod())
                .withGracePeriod(0)
                .delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    @Test
    void remembersAJobWhosePodWasDisrupted() {
        ends("Failed", true);

        await().until(() -> pods.on(node).isEmpty());
        assertThat(pods.jobsOn(node)).containsExactly(JOB);
    }

    @Test
    void remembersAJobWhosePodWasDeletedBeforeItsEnd() {
        client.pods()
                .inNamespace(namespace)
                .withName(JOB.pod())
                .withGracePeriod(0)
                .delete();

        await().until(() -> pods.on(node).isEmpty());
        assertThat(pods.jobsOn(node)).containsExactly(JOB);
    }

    @Test
    void forgetsAJobThatEndedByItself() {
        ends("Succeeded", false);

        await().untilAsserted(() -> assertThat(pods.jobsOn(node)).isEmpty());
    }

    private void ends(String phase, boolean disrupted) {
        client.pods()
                .inNamespace(namespace)
                .withName(JOB.pod())
                .editStatus(pod -> new PodBuilder(pod)
                        .editOrNewStatus()
                        .withPhase(phase)
                        .withConditions(
                                disrupted
                                        ? List.of(new PodConditionBuilder()
                                                .withType("DisruptionTarget")
                                                .withStatus("True")
                                                .withReason("DeletionByTaintManager")
                                                .build())
                                        : List.of())
                        .endStatus()
                        .build());
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(JOB.pod())
                .withNamespace(namespace)
                .addToLabels(NodeMarks.MANAGED_BY, NodeMarks.ONDES)
                .addToLabels(NodeMarks.JOB, "4711")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("build")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }
}
