package dev.ondes.spot.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Marks on the nodes of a real API server; neither kubelets nor pods are needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class MarkWatchIT {
    private static final ResourceDefinitionContext CLAIMS = new ResourceDefinitionContext.Builder()
            .withGroup("karpenter.sh")
            .withVersion("v1")
            .withKind("NodeClaim")
            .withPlural("nodeclaims")
            .withNamespaced(false)
            .build();

    private final String node = "marks-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100_000;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Instant> deadlines = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Config config = Config.fromKubeconfig(
            Path.of(System.getenv("ONDES_TEST_KUBECONFIG")).toFile());
    private final KubernetesClient hand =
            new KubernetesClientBuilder().withConfig(config).build();
    private final CutWire wire;
    private final KubernetesClient client;
    private final SharedIndexInformer<Node> nodes;
    private final MarkWatch watch;
    private final Telling telling = new Telling() {
        @Override
        public void heard(Node of, Mark mark) {
            tell("heard", of, mark);
        }

        @Override
        public void withdrawn(Node of, Mark mark, String why) {
            tell("withdrawn", of, mark);
        }
    };

    MarkWatchIT() throws IOException {
        URI server = URI.create(config.getMasterUrl());
        wire = new CutWire(server.getHost(), server.getPort());
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withMasterUrl("https://127.0.0.1:" + wire.port())
                        .build())
                .build();
        nodes = client.nodes().runnableInformer(0);
        nodes.exceptionHandler((_, _) -> true);
        watch = new MarkWatch(client, nodes, telling, threads, timer, Clock.systemUTC());
    }

    private void tell(String what, Node of, Mark mark) {
        if (of.getMetadata().getName().equals(node)) {
            told.add(what + " " + mark.kind().wire());
            Optional.ofNullable(mark.deadline()).ifPresent(deadlines::add);
        }
    }

    @BeforeEach
    void makeNode() {
        hand.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .withNewSpec()
                        .withProviderID("aws:///eu-west-1b/i-0aaaaaaaaaaaaaaa1")
                        .endSpec()
                        .build())
                .create();
    }

    @AfterEach
    void remove() throws IOException {
        watch.stop();
        nodes.close();
        hand.nodes().withName(node).delete();
        client.close();
        hand.close();
        wire.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void tellsAutoscalersMarkAndThatItCameOff() {
        begin();

        change(this::scaledDown);
        awaitTold("heard scale-down");
        change(one ->
                one.editSpec().withTaints(List.of()).withUnschedulable(false).endSpec());

        awaitTold("heard scale-down", "withdrawn scale-down");
    }

    @Test
    void beginsWithTheMarksThatAreThere() {
        change(this::scaledDown);

        begin();

        awaitTold("heard scale-down");
    }

    @Test
    void losesNothingAndRepeatsNothingWhenTheWatchIsCut() {
        begin();
        change(this::cordoned);
        awaitTold("heard drain-requested");

        wire.cut();
        change(one -> one.editSpec()
                .addToTaints(new TaintBuilder()
                        .withKey(AutoscalerMarks.TO_BE_DELETED)
                        .withValue("1772618340")
                        .withEffect("NoSchedule")
                        .build())
                .endSpec());
        wire.mend();
        awaitTold("heard drain-requested", "heard scale-down");

        hand.nodes().withName(node).delete();
        await().until(() -> nodes.getIndexer().getByKey(node) == null);
        assertThat(told).containsExactly("heard drain-requested", "heard scale-down");
    }

    @Test
    void tellsADeletionThatNobodyForetold() {
        begin();

        hand.nodes().withName(node).delete();

        awaitTold("heard node-deleted");
    }

    @Test
    void tellsADeletionThatHappenedWhileTheWatchWasCut() {
        begin();
        await().until(() -> nodes.getIndexer().getByKey(node) != null);
        change(one -> one.editMetadata().addToLabels("seen", "true").endMetadata());
        await().until(() ->
                nodes.getIndexer().getByKey(node).getMetadata().getLabels().containsKey("seen"));

        wire.cut();
        hand.nodes().withName(node).delete();
        wire.mend();

        awaitTold("heard node-deleted");
    }

    @Test
    void readsCauseAndDeadlineFromKarpentersClaim() {
        CustomResourceDefinition definition = hand.resource(claims()).serverSideApply();
        try {
            await().ignoreExceptions()
                    .until(() -> hand.genericKubernetesResources(CLAIMS).list() != null);
            Instant deadline = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
            hand.resource(claim(deadline)).create();
            begin();

            change(one -> one.editSpec()
                    .addToTaints(new TaintBuilder()
                            .withKey(KarpenterMarks.DISRUPTED)
                            .withEffect("NoSchedule")
                            .build())
                    .endSpec());

            await().until(() -> told.contains("heard drain-requested"));
            assertThat(deadlines).contains(deadline);
        } finally {
            hand.genericKubernetesResources(CLAIMS).withName(node).delete();
            hand.resource(definition).delete();
        }
    }

    @Test
    void tellsKarpentersTaintWhereNeitherClaimsNorEventsMayBeRead() {
        try (KubernetesClient nobody = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withImpersonateUsername("nobody")
                        .build())
                .build()) {
            var limited = new MarkWatch(nobody, nodes, telling, threads, timer, Clock.systemUTC());
            nodes.start().toCompletableFuture().join();
            limited.begin();

            change(one -> one.editSpec()
                    .addToTaints(new TaintBuilder()
                            .withKey(KarpenterMarks.DISRUPTED)
                            .withEffect("NoSchedule")
                            .build())
                    .endSpec());

            awaitTold("heard consolidation");
            limited.stop();
        }
    }

    @Test
    void tellsWhatKarpenterSaysInAnEvent() {
        begin();
        await().until(() -> nodes.getIndexer().getByKey(node) != null);

        hand.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName(node + ".spot")
                        .withNamespace("default")
                        .endMetadata()
                        .withType("Warning")
                        .withReason("SpotInterrupted")
                        .withNewSource()
                        .withComponent("karpenter")
                        .endSource()
                        .withFirstTimestamp(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .withNewInvolvedObject()
                        .withKind("Node")
                        .withName(node)
                        .endInvolvedObject()
                        .build())
                .create();

        awaitTold("heard spot-interruption");
    }

    private void begin() {
        nodes.start().toCompletableFuture().join();
        watch.begin();
    }

    private void awaitTold(String... expected) {
        await().untilAsserted(() -> assertThat(told).containsExactly(expected));
    }

    private void change(UnaryOperator<NodeBuilder> change) {
        hand.nodes()
                .withName(node)
                .edit(one -> change.apply(new NodeBuilder(one)).build());
    }

    private NodeBuilder scaledDown(NodeBuilder one) {
        return cordoned(one)
                .editSpec()
                .addToTaints(new TaintBuilder()
                        .withKey(AutoscalerMarks.TO_BE_DELETED)
                        .withValue("1772618340")
                        .withEffect("NoSchedule")
                        .build())
                .endSpec();
    }

    private NodeBuilder cordoned(NodeBuilder one) {
        return one.editSpec().withUnschedulable(true).endSpec();
    }

    private GenericKubernetesResource claim(Instant deadline) {
        return Serialization.unmarshal("""
            apiVersion: karpenter.sh/v1
            kind: NodeClaim
            metadata:
              name: %s
              annotations: {karpenter.sh/nodeclaim-termination-timestamp: "%s"}
            status:
              nodeName: %s
              conditions: [{type: DisruptionReason, status: "True", reason: Drifted}]
            """.formatted(node, deadline, node), GenericKubernetesResource.class);
    }

    private static CustomResourceDefinition claims() {
        return new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName("nodeclaims.karpenter.sh")
                .endMetadata()
                .withNewSpec()
                .withGroup("karpenter.sh")
                .withScope("Cluster")
                .withNewNames()
                .withKind("NodeClaim")
                .withPlural("nodeclaims")
                .withSingular("nodeclaim")
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .build())
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
    }
}
