package dev.ondes.scheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On an API server that keeps objects. */
class BudgetsTest {
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(List.of()), false);
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void makesOneForEachClassThatWantsItAndSelectsItsPodsAlone() {
        keep(Classes.budgeted("small"), Classes.with(Classes.small().capacity(), Map.of()));

        assertThat(all()).singleElement().satisfies(budget -> {
            assertThat(budget.getMetadata().getName()).isEqualTo("ondes-small");
            assertThat(budget.getSpec().getMinAvailable().getIntVal()).isEqualTo(Integer.MAX_VALUE);
            assertThat(budget.getSpec().getMaxUnavailable()).isNull();
            assertThat(budget.getSpec().getSelector().getMatchLabels())
                    .isEqualTo(Map.of("app.kubernetes.io/managed-by", "ondes", "ondes.dev/class", "small"));
        });
    }

    @Test
    void askedAgainItOnlyLooks() {
        keep(Classes.budgeted("small"));
        int before = server.getRequestCount();

        keep(Classes.budgeted("small"));

        assertThat(server.getRequestCount() - before).isEqualTo(1);
        assertThat(all()).hasSize(1);
    }

    @Test
    void removesWhatNoClassWantsAnyMoreAndNobodyElses() {
        keep(Classes.budgeted("small"), Classes.budgeted("large"));
        client.resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("somebody-elses")
                        .withNamespace(World.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withNewMinAvailable(1)
                        .endSpec()
                        .build())
                .create();

        keep(Classes.budgeted("large"), Classes.small());

        assertThat(all())
                .extracting(budget -> budget.getMetadata().getName())
                .containsExactlyInAnyOrder("ondes-large", "somebody-elses");
    }

    @Test
    void setsRightWhatSomebodyChanged() {
        keep(Classes.budgeted("small"));
        PodDisruptionBudget weakened = new PodDisruptionBudgetBuilder(all().getFirst())
                .editSpec()
                .withNewMinAvailable(1)
                .endSpec()
                .build();
        client.resource(weakened).update();

        keep(Classes.budgeted("small"));

        assertThat(all().getFirst().getSpec().getMinAvailable().getIntVal()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void looksOnceWhereNoClassWantsOne() {
        var budgets = new Budgets(client, Classes.file(Classes.small()), List.of(World.NAMESPACE));

        budgets.keep();
        budgets.keep();

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private void keep(JobClass... classes) {
        new Budgets(client, Classes.file(classes), List.of(World.NAMESPACE)).keep();
    }

    private List<PodDisruptionBudget> all() {
        return client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(World.NAMESPACE)
                .list()
                .getItems();
    }
}
