package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.kubernetes.KubernetesClients;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeCalls.ConflictException;
import dev.ondes.spot.node.NodeCalls.Evicted;
import dev.ondes.spot.node.NodeCalls.NodeGoneException;
import dev.ondes.spot.node.NodeCalls.Read;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Our calls against a real API server; kubelets aren't needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class KubernetesNodeCallsIT {
    private static final Instant SOON = Instant.EPOCH;
    private static final String SPOT = "status-taint.cluster-autoscaler.kubernetes.io/ondes-spot";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KubernetesClient client = KubernetesClients.create(
            Optional.ofNullable(System.getenv("ONDES_TEST_KUBECONFIG")).map(Path::of),
            "ondes-test",
            // The API server itself tries for ten seconds to evict a pod whose uid is another.
            Duration.ofSeconds(30),
            0,
            threads);
    private final String name = "spot-it-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100_000;
    private final NodeIndex index = new NodeIndex();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KubernetesNodeCalls calls =
            new KubernetesNodeCalls(client, index, new ApiLimiter(100, System::nanoTime), registry);

    @BeforeEach
    void makeNodeAndNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .withNamespace(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withProviderID("aws:///eu-west-1a/i-0a1")
                        .endSpec()
                        .build())
                .create();
        calls.find(name, SOON);
    }

    @AfterEach
    void remove() {
        client.pods().inNamespace(name).withGracePeriod(0).delete();
        client.nodes().withName(name).delete();
        client.namespaces().withName(name).delete();
        client.close();
        threads.shutdownNow();
    }

    @Test
    void cordonsTaintsAndNotesByOneCallAndTakesItOffByAnother() {
        // When
        calls.patch(name, _ -> Optional.of(marks(true)), SOON);

        // Then
        NodeFacts marked = index.named(name).orElseThrow();
        assertThat(marked.unschedulable()).isTrue();
        assertThat(marked.taints()).extracting(taint -> taint.getKey()).contains(SPOT);
        assertThat(patches()).isEqualTo(1);

        // When
        Map<String, Object> spec = new HashMap<>();
        spec.put("unschedulable", null);
        spec.put("taints", List.of());
        calls.patch(name, _ -> Optional.of(Map.of("spec", spec)), SOON);

        // Then
        Node node = client.nodes().withName(name).get();
        assertThat(node.getSpec().getUnschedulable()).isNull();
        assertThat(node.getSpec().getTaints()).noneMatch(taint -> taint.getKey().equals(SPOT));
    }

    @Test
    void doesNotOverwriteWhatItHasNotSeen() {
        // Given
        client.nodes()
                .withName(name)
                .edit(node -> new NodeBuilder(node)
                        .editSpec()
                        .addToTaints(new TaintBuilder()
                                .withKey("ToBeDeletedByClusterAutoscaler")
                                .withValue("1")
                                .withEffect("NoSchedule")
                                .build())
                        .endSpec()
                        .build());

        // When, Then
        assertThatThrownBy(() -> calls.patch(name, _ -> Optional.of(marks(true)), SOON))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void sendsNothingWhereTheNodeIsRightAlready() {
        calls.patch(name, _ -> Optional.empty(), SOON);

        assertThat(registry.find("ondes.spot.api.calls").tag("verb", "patch").counters())
                .isEmpty();
    }

    @Test
    void tellsThatTheNodeIsGone() {
        client.nodes().withName(name).delete();

        assertThatThrownBy(() -> calls.patch(name, _ -> Optional.of(marks(true)), SOON))
                .isInstanceOf(NodeGoneException.class);
        assertThat(calls.find(name, SOON)).isEmpty();
    }

    @Test
    void whoeverIsToldThatTheNodeIsGoneTakesItOutOfTheIndex() {
        for (Runnable call : List.<Runnable>of(
                () -> calls.find(name, SOON),
                () -> assertThatThrownBy(() -> calls.patch(name, _ -> Optional.of(marks(true)), SOON))
                        .isInstanceOf(NodeGoneException.class),
                () -> calls.condition(name, _ -> Optional.of(Map.of("type", NodeMarks.CONDITION)), SOON))) {
            // Given
            client.nodes().withName(name).delete();
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
            calls.find(name, SOON);
            client.nodes().withName(name).delete();

            // When
            call.run();

            // Then
            assertThat(index.named(name)).isEmpty();
        }
    }

    @Test
    void setsTheConditionByTheStatusSubresource() {
        calls.condition(
                name,
                _ -> Optional.of(Map.of(
                        "type", NodeMarks.CONDITION, "status", "True", "reason", "SpotInterruption", "message", "m")),
                SOON);

        assertThat(client.nodes().withName(name).get().getStatus().getConditions())
                .anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("OndesTermination");
                    assertThat(condition.getReason()).isEqualTo("SpotInterruption");
                });
    }

    @Test
    void evictsThisPodAndNoLaterOneOfItsName() {
        // Given
        client.resource(pod("web")).create();
        PodFacts web = calls.podsOn(name, Read.CONSISTENT, SOON).getFirst();
        var earlier = new PodFacts(
                web.namespace(), web.name(), "another-uid", false, false, false, false, false, Duration.ofSeconds(30));

        // When
        assertThat(calls.evict(earlier, Duration.ofSeconds(1), SOON)).isEqualTo(Evicted.GONE);
        assertThat(calls.podsOn(name, Read.CONSISTENT, SOON))
                .singleElement()
                .satisfies(pod -> assertThat(pod.leaving()).isFalse());
        Evicted answer = calls.evict(web, Duration.ofSeconds(7), SOON);

        // Then
        assertThat(answer).isEqualTo(Evicted.GOES);
        Pod left = client.pods().inNamespace(name).withName("web").get();
        assertThat(left == null || left.getMetadata().getDeletionGracePeriodSeconds() == 7)
                .as("%s", left)
                .isTrue();
        client.pods().inNamespace(name).withName("web").withGracePeriod(0).delete();
        assertThat(calls.evict(web, Duration.ofSeconds(1), SOON)).isEqualTo(Evicted.GONE);
    }

    @Test
    void theApiServersCacheTellsOfTheNodesPodsToo() {
        client.resource(pod("web")).create();

        await().untilAsserted(() -> assertThat(calls.podsOn(name, Read.CACHED, SOON))
                .extracting(PodFacts::name)
                .containsExactly("web"));
    }

    @Test
    void aBudgetThatForbidsIsToldAtOnceAndADeletionPassesIt() {
        // Given
        client.resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("never")
                        .withNamespace(name)
                        .endMetadata()
                        .withNewSpec()
                        .withMaxUnavailable(new IntOrString(0))
                        .withNewSelector()
                        .addToMatchLabels("app", "web")
                        .endSelector()
                        .endSpec()
                        .build())
                .create();
        client.resource(pod("web")).create();
        // A pod that never ran may always be evicted.
        client.resource(new PodBuilder(
                                client.pods().inNamespace(name).withName("web").get())
                        .withNewStatus()
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .updateStatus();
        PodFacts web = calls.podsOn(name, Read.CONSISTENT, SOON).getFirst();

        // When
        long begun = System.nanoTime();
        Evicted answer = calls.evict(web, Duration.ofSeconds(1), SOON);

        // Then
        assertThat(answer).isEqualTo(Evicted.NOT_NOW);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        calls.delete(web, Duration.ZERO, SOON);
        assertThat(client.pods().inNamespace(name).withName("web").get()).isNull();
    }

    private Map<String, Object> marks(boolean cordon) {
        return Map.of(
                "metadata",
                Map.of(
                        "annotations",
                        Map.of(NodeMarks.LEDGER, LedgerJson.write(Ledger.EMPTY.withMarks(cordon, false)))),
                "spec",
                Map.of(
                        "unschedulable",
                        cordon,
                        "taints",
                        List.of(new TaintBuilder()
                                .withKey(SPOT)
                                .withValue("spot-interruption")
                                .withEffect("NoSchedule")
                                .build())));
    }

    private double patches() {
        return registry.get("ondes.spot.api.calls")
                .tag("verb", "patch")
                .counter()
                .count();
    }

    private Pod pod(String pod) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace(name)
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .withNodeName(name)
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("c")
                .withImage("x")
                .endContainer()
                .endSpec()
                .build();
    }
}
