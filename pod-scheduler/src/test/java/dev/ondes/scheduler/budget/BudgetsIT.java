package dev.ondes.scheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.kubernetes.testing.TestNamespace;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.world.Classes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Budgets and evictions at a real API server; nodes aren't needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class BudgetsIT {
    private final TestNamespace home = new TestNamespace(0);
    private final KubernetesClient client = home.client();
    private final String namespace = home.name();

    @AfterEach
    void cleanUp() {
        home.close();
    }

    @Test
    void refusesToEvictAPodOfAClassThatWantsThatAndLetsOthersGo() {
        // Given
        running("protected", "small");
        running("free", "large");

        // When
        budgets(Classes.budgeted("small", namespace)).keep();

        // Then
        assertThatThrownBy(() -> evict("protected"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(429));
        evict("free");
        assertThat(client.pods().inNamespace(namespace).withName("protected").get())
                .isNotNull();
    }

    @Test
    void keepsAndRemovesWhatARealApiServerAddsItsOwnFieldsTo() {
        var wanting = budgets(Classes.budgeted("small", namespace));
        wanting.keep();
        String version = version();

        wanting.keep();
        assertThat(version()).isEqualTo(version);
        budgets().keep();

        assertThat(there()).isEmpty();
    }

    private Budgets budgets(JobClass... classes) {
        return new Budgets(client, Classes.file(classes), List.of(namespace));
    }

    private String version() {
        return there().getFirst().getMetadata().getResourceVersion();
    }

    private List<PodDisruptionBudget> there() {
        return client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    /** By a plain POST: fabric8's own word for it tells a refusal as false. */
    private void evict(String pod) {
        Eviction eviction = new EvictionBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace(namespace)
                .endMetadata()
                .build();
        client.raw("/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction", "POST", eviction);
    }

    private void running(String name, String jobClass) {
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(PodNames.MANAGED_BY, PodNames.ONDES)
                        .addToLabels(PodNames.CLASS, jobClass)
                        .endMetadata()
                        .withNewSpec()
                        .withAutomountServiceAccountToken(false)
                        .addNewContainer()
                        .withName("build")
                        .withImage("gcc:14")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        // As a kubelet does: a pod that is still pending may always be evicted.
        client.resource(new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build())
                .updateStatus();
    }
}
