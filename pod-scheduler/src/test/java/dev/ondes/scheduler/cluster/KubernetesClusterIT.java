package dev.ondes.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.kubernetes.testing.TestNamespace;
import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Our calls against a real API server; nodes aren't needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class KubernetesClusterIT {
    private final TestNamespace home = new TestNamespace(1);
    private final KubernetesClient client = home.client();
    private final String namespace = home.name();
    private final KubernetesCluster cluster =
            new KubernetesCluster(client, List.of(namespace), new SimpleMeterRegistry());

    @AfterEach
    void removeNamespace() {
        home.close();
    }

    @Test
    void letsAPodGoByTwoCalls() {
        // Given
        var key = key(created(pod("one")));
        cluster.annotate(key, PodNames.END, "{\"reason\":\"node-lost\"}");
        assertThat(cluster.findPod(namespace, "one").orElseThrow().getMetadata().getAnnotations())
                .containsEntry(PodNames.END, "{\"reason\":\"node-lost\"}");

        // When
        cluster.changeFinalizers(
                key, List.of(PodNames.FINALIZER, "other.test/finalizer"), List.of("other.test/finalizer"));
        cluster.deletePod(key, Duration.ZERO);

        // Then
        Pod left = cluster.findPod(namespace, "one").orElseThrow();
        assertThat(left.getMetadata().getFinalizers()).containsExactly("other.test/finalizer");
        assertThat(left.getMetadata().getDeletionTimestamp()).isNotNull();
        cluster.changeFinalizers(key, List.of("other.test/finalizer"), List.of());
        assertThat(cluster.findPod(namespace, "one")).isEmpty();
    }

    @Test
    void doesNotTouchFinalizersThatSomebodyElseHasChanged() {
        var key = key(created(pod("one")));

        assertThatThrownBy(() -> cluster.changeFinalizers(key, List.of(PodNames.FINALIZER), List.of()))
                .isInstanceOf(KubernetesClientException.class);

        assertThat(cluster.findPod(namespace, "one").orElseThrow().getMetadata().getFinalizers())
                .hasSize(2);
    }

    @Test
    void leavesALaterPodOfTheSameNameAlone() {
        created(pod("one"));

        cluster.deletePod(new Cluster.PodKey(namespace, "one", "an-earlier-uid"), Duration.ZERO);

        assertThat(cluster.findPod(namespace, "one").orElseThrow().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    @Test
    void doesNothingToAPodThatIsGone() {
        var gone = new Cluster.PodKey(namespace, "nobody", "uid");

        cluster.changeFinalizers(gone, List.of(PodNames.FINALIZER), List.of());
        cluster.annotate(gone, PodNames.END, "{}");
        cluster.deletePod(gone, null);

        assertThat(cluster.listPods()).isEmpty();
    }

    @Test
    void tellsWhatIsThereAlready() {
        created(pod("one"));

        assertThat(cluster.createPod(pod("one"))).isInstanceOf(CreateAnswer.Exists.class);
        assertThat(cluster.createSecret(secret())).isEqualTo(new SecretAnswer.Created());
        assertThat(cluster.createSecret(secret())).isEqualTo(new SecretAnswer.Exists());
        assertThat(cluster.findSecret(namespace, "one")).isPresent();
        assertThat(cluster.listPods()).hasSize(1);
    }

    @Test
    void tellsAPodAgainstTheRulesFromOneThatFindsNoQuota() {
        Pod invalid = new PodBuilder(pod("two"))
                .editSpec()
                .editFirstContainer()
                .withImage(" gcc")
                .endContainer()
                .endSpec()
                .build();
        assertThat(cluster.createPod(invalid))
                .isInstanceOfSatisfying(
                        CreateAnswer.Invalid.class,
                        answer -> assertThat(answer.why()).contains(".image"));

        created(pod("there"));
        ResourceQuota quota = client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        // As the controller manager does, where there is one.
        client.resource(new ResourceQuotaBuilder(quota)
                        .withNewStatus()
                        .addToHard("pods", new Quantity("0"))
                        .addToUsed("pods", new Quantity("0"))
                        .endStatus()
                        .build())
                .updateStatus();
        var number = new AtomicInteger();
        await().until(() -> cluster.createPod(pod("more-" + number.incrementAndGet())) instanceof CreateAnswer.NotNow);
        assertThat(cluster.createPod(pod("there")))
                .as("the quota is asked before the name")
                .isInstanceOfSatisfying(
                        CreateAnswer.NotNow.class,
                        answer -> assertThat(answer.by()).isEqualTo(Hindrance.NO_ROOM));
    }

    private Pod created(Pod pod) {
        assertThat(cluster.createPod(pod)).isInstanceOf(CreateAnswer.Created.class);
        return cluster.findPod(namespace, pod.getMetadata().getName()).orElseThrow();
    }

    private static Cluster.PodKey key(Pod pod) {
        var meta = pod.getMetadata();
        return new Cluster.PodKey(meta.getNamespace(), meta.getName(), meta.getUid());
    }

    private Secret secret() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("one")
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    private Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(PodNames.MANAGED_BY, PodNames.ONDES)
                .addToAnnotations(PodNames.CAPACITY, "spot")
                .withFinalizers(PodNames.FINALIZER, "other.test/finalizer")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("build")
                .withImage("gcc:14")
                .endContainer()
                .endSpec()
                .build();
    }
}
