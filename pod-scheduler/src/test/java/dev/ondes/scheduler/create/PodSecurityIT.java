package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.Security;
import dev.ondes.kubernetes.testing.TestNamespace;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.KubernetesCluster;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.world.Classes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Job pods in a namespace of the level {@code baseline} at a real API server; {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class PodSecurityIT {
    private final TestNamespace home = new TestNamespace(1);
    private final KubernetesCluster cluster =
            new KubernetesCluster(home.client(), List.of(home.name()), new SimpleMeterRegistry());

    @BeforeEach
    void enforce() {
        home.client()
                .namespaces()
                .withName(home.name())
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", "baseline")
                        .endMetadata()
                        .build());
    }

    @AfterEach
    void cleanUp() {
        home.client()
                .pods()
                .inNamespace(home.name())
                .list()
                .getItems()
                .forEach(pod -> home.client()
                        .resource(pod)
                        .edit(one -> new PodBuilder(one)
                                .editMetadata()
                                .removeFromFinalizers(PodNames.FINALIZER)
                                .endMetadata()
                                .build()));
        home.close();
    }

    @Test
    void aClassThatSaysNothingFitsIntoBaseline() {
        assertThat(create(Security.USUAL)).isInstanceOf(CreateAnswer.Created.class);
    }

    @Test
    void aClassThatTightensFitsToo() {
        assertThat(create(new Security(false, List.of("CHOWN"), List.of("ALL"), false, 1000L, "RuntimeDefault")))
                .isInstanceOf(CreateAnswer.Created.class);
    }

    @Test
    void aPrivilegedClassIsRefusedThereInKubernetesOwnWords() {
        assertThat(create(new Security(true, List.of(), List.of(), true, null, "RuntimeDefault")))
                .isInstanceOfSatisfying(
                        CreateAnswer.Invalid.class,
                        refusal -> assertThat(refusal.why())
                                .contains("violates PodSecurity \"baseline", "privileged", "build"));
    }

    private CreateAnswer create(Security security) {
        var agent = new AgentParts("ondes/agent:1", null, null);
        return cluster.createPod(PodPlan.of(PodPlanTest.order(Classes.secured(security, home.name()), 1, agent)));
    }
}
