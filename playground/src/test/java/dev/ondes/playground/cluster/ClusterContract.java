package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.condition;
import static dev.ondes.playground.cluster.TestPods.status;
import static dev.ondes.playground.cluster.TestPods.waitingReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What every cluster with nodes of its own does. The cluster starts once for the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterContract {
    /** A real cluster ends the pods of a lost node 40 to 60 s later. */
    private static final Duration NODE_LOSS_NOTICED = Duration.ofSeconds(100);

    private final ClusterKind kind;
    private Cluster cluster;
    private KubernetesClient client;
    private TestPods pods;

    ClusterContract(ClusterKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void startCluster(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        Optional<String> obstacle = kind.obstacle();
        if ("true".equals(System.getenv("CI")) && obstacle.isPresent()) {
            fail("CI needs --cluster %s: %s", kind, obstacle.get());
        }
        assumeTrue(obstacle.isEmpty(), () -> "left out: " + obstacle.orElse(""));
        cluster = kind.start(Path.of(System.getProperty("ondes.home")), folder, System.out::println);
        client = Workspace.client(cluster.kubeconfig());
        pods = new TestPods(client, cluster.namespace());
    }

    @AfterAll
    void stopCluster() {
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    @AfterEach
    void removePods() {
        pods.removeAll();
    }

    @Test
    void runsTwoContainersThatShareAFolder() {
        // Given
        PodBuilder pod = pods.script("until [ -e /shared/word ]; do sleep 0.1; done; cat /shared/word; exit 0");
        pods.withContainer(pod, "other", "echo said > /shared/word; printf done > /dev/termination-log");

        // When
        Pod end = pods.awaitPhase(pods.create(pod), "Succeeded");

        // Then
        assertThat(pods.resource(end).inContainer("main").getLog()).endsWith("said\n");
        assertThat(status(end, "other").orElseThrow().getState().getTerminated())
                .satisfies(terminated -> {
                    assertThat(terminated.getMessage()).isEqualTo("done");
                    assertThat(terminated.getExitCode()).isZero();
                    assertThat(terminated.getReason()).isEqualTo("Completed");
                    assertThat(Instant.parse(terminated.getFinishedAt()))
                            .isAfterOrEqualTo(Instant.parse(terminated.getStartedAt()));
                });
        assertThat(condition(end, "PodScheduled").orElseThrow().getStatus()).isEqualTo("True");
        assertThat(condition(end, "Ready").orElseThrow().getReason()).isEqualTo("PodCompleted");
    }

    @Test
    void tellsTheExitCodeOfWhatFails() {
        Pod end = pods.awaitPhase(pods.create(pods.script("exit 7")), "Failed");

        assertThat(status(end, "main").orElseThrow().getState().getTerminated()).satisfies(terminated -> {
            assertThat(terminated.getExitCode()).isEqualTo(7);
            assertThat(terminated.getReason()).isEqualTo("Error");
        });
    }

    @Test
    void givesContainersTheirEnvironment() {
        // Given
        PodBuilder pod = pods.script("echo \"$WORD on $NODE as $NAME\"");
        pod.editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("WORD")
                .withValue("said")
                .endEnv()
                .addNewEnv()
                .withName("NODE")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("spec.nodeName")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .addNewEnv()
                .withName("NAME")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec();

        // When
        Pod end = pods.awaitPhase(pods.create(pod), "Succeeded");

        // Then
        assertThat(pods.resource(end).getLog())
                .endsWith("said on " + end.getSpec().getNodeName() + " as "
                        + end.getMetadata().getName() + "\n");
    }

    @Test
    void tellsWhyAPodFindsNoNode() {
        PodBuilder pod = pods.script("true");
        pod.editSpec().addToNodeSelector("ondes.dev/capacity", "free").endSpec();

        Pod waiting = pods.await(
                pods.create(pod), found -> condition(found, "PodScheduled").isPresent());

        assertThat(condition(waiting, "PodScheduled").orElseThrow()).satisfies(condition -> {
            assertThat(condition.getStatus()).isEqualTo("False");
            assertThat(condition.getReason()).isEqualTo("Unschedulable");
            assertThat(condition.getMessage()).contains("0/3 nodes are available");
        });
        assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void keepsPodsThatAskForTooMuchWaiting() {
        PodBuilder pod = pods.script("true");
        pod.editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("1000"))
                .endResources()
                .endContainer()
                .endSpec();

        Pod waiting = pods.await(
                pods.create(pod), found -> condition(found, "PodScheduled").isPresent());

        assertThat(condition(waiting, "PodScheduled").orElseThrow().getMessage())
                .contains("Insufficient cpu");
    }

    @Test
    void keepsPodsOffTaintedNodesUnlessTheyTolerateThem() {
        // Given
        PodBuilder intolerant = pods.script("true");
        intolerant
                .editSpec()
                .addToNodeSelector(ClusterNode.CAPACITY_LABEL, "spot")
                .endSpec();

        // When
        Pod waits = pods.await(
                pods.create(intolerant),
                found -> condition(found, "PodScheduled").isPresent());
        Pod runs = pods.awaitPhase(pods.create(pods.onSpot(pods.script("true"))), "Succeeded");
        Pod elsewhere = pods.awaitPhase(pods.create(pods.script("true")), "Succeeded");

        // Then
        assertThat(condition(waits, "PodScheduled").orElseThrow().getMessage()).contains("untolerated taint");
        assertThat(runs.getSpec().getNodeName()).isIn("node2", "node3");
        assertThat(elsewhere.getSpec().getNodeName()).isEqualTo("node1");
    }

    @Test
    void tellsThatAnImageCantBePulledAndRunsTheOtherContainer() {
        // Given
        PodBuilder pod = pods.script("echo here");
        pods.withContainer(pod, "missing", "true");
        pod.editSpec()
                .editMatchingContainer(container -> "missing".equals(container.getName()))
                .withImage(Faults.NOT_PULLABLE)
                .endContainer()
                .endSpec();

        // When
        Pod pulling = pods.await(
                pods.create(pod), found -> waitingReason(found, "missing").equals("ImagePullBackOff"));

        // Then
        assertThat(status(pulling, "missing")
                        .orElseThrow()
                        .getState()
                        .getWaiting()
                        .getMessage())
                .contains(Faults.NOT_PULLABLE);
        assertThat(pulling.getStatus().getPhase()).isEqualTo("Pending");
        Pod ran = pods.await(
                pulling, found -> status(found, "main").orElseThrow().getState().getTerminated() != null);
        assertThat(ran.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void mountsASecretThatComesLaterAndRemovesItWithItsPod() {
        // Given
        PodBuilder builder = pods.script("cat /secret/job.json");
        String name = builder.buildMetadata().getName();
        builder.editSpec()
                .addNewVolume()
                .withName("job")
                .withNewSecret()
                .withSecretName(name)
                .endSecret()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("job")
                .withMountPath("/secret")
                .endVolumeMount()
                .endContainer()
                .endSpec();
        Pod pod = pods.create(builder);
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(name)
                        .withUid(pod.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .addToStringData("job.json", "a secret")
                        .build())
                .create();

        // When
        Pod end = pods.awaitPhase(pod, "Succeeded");

        // Then
        assertThat(pods.resource(end).getLog()).endsWith("a secret");
        pods.resource(end).delete();
        await().atMost(TestPods.SOON)
                .until(() -> client.secrets()
                                .inNamespace(cluster.namespace())
                                .withName(name)
                                .get()
                        == null);
    }

    @Test
    void tellsWhenTheStartupProbeSucceeds() {
        // Given
        PodBuilder builder = pods.script("sleep 3; touch /shared/gate; until [ -e /shared/end ]; do sleep 0.1; done");
        builder.editSpec()
                .editFirstContainer()
                .withNewStartupProbe()
                .withNewExec()
                .withCommand("sh", "-c", "until [ -e /shared/gate ]; do sleep 0.1; done")
                .endExec()
                .withTimeoutSeconds(30)
                .withFailureThreshold(3)
                .endStartupProbe()
                .endContainer()
                .endSpec();
        Pod pod = pods.create(builder);

        // When
        Pod running = pods.awaitPhase(pod, "Running");
        Pod started = pods.awaitStarted(pod);

        // Then
        assertThat(status(running, "main").orElseThrow().getStarted()).isFalse();
        assertThat(started.getStatus().getPhase()).isEqualTo("Running");
        pods.await(pod, found -> status(found, "main").orElseThrow().getReady());
    }

    @Test
    void letsAContainerEndInItsOwnWayWithinTheGracePeriod() {
        // Given
        Pod pod = pods.create(pods.held(
                pods.script("trap 'printf heard > /dev/termination-log; exit 0' TERM; while :; do sleep 0.1; done")));
        pods.awaitStarted(pod);

        // When
        pods.resource(pod).delete();

        // Then
        Pod marked = pods.resource(pod).get();
        assertThat(Instant.parse(marked.getMetadata().getDeletionTimestamp()))
                .isAfter(Instant.now().plusSeconds(10));
        Pod end = pods.awaitPhase(pod, "Succeeded");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getMessage())
                .isEqualTo("heard");
        pods.release(pod);
        pods.awaitGone(pod);
    }

    @Test
    void killsWhatDoesNotEndWithinTheGracePeriod() {
        // Given
        Pod pod = pods.create(pods.held(pods.script("trap : TERM; while :; do sleep 0.1; done")));
        pods.awaitStarted(pod);

        // When
        pods.resource(pod).withGracePeriod(1).delete();

        // Then
        Pod end = pods.awaitPhase(pod, "Failed");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getExitCode())
                .isEqualTo(137);
    }

    @Test
    void waitsForTheNodeEvenWhenTheFinalizerGoesFirst() {
        // Given
        Pod pod = pods.create(pods.held(pods.script("trap 'sleep 3; exit 0' TERM; while :; do sleep 0.1; done")));
        pods.awaitStarted(pod);
        pods.resource(pod).delete();

        // When
        pods.release(pod);

        // Then
        assertThat(pods.resource(pod).get()).isNotNull();
        pods.awaitGone(pod);
    }

    @Test
    void keepsAnEndedPodUntilItsFinalizerGoes() {
        // Given
        Pod pod = pods.create(pods.held(pods.script("true")));
        pods.awaitPhase(pod, "Succeeded");

        // When
        pods.resource(pod).delete();

        // Then
        assertThat(pods.resource(pod).get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        pods.release(pod);
        pods.awaitGone(pod);
    }

    @Test
    void failsAPodThatOutlivesItsDeadline() {
        PodBuilder builder = pods.script("trap 'exit 0' TERM; while :; do sleep 0.1; done");
        builder.editSpec().withActiveDeadlineSeconds(3L).endSpec();

        Pod end = pods.awaitPhase(pods.create(builder), "Failed");

        assertThat(end.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void killsAContainerThatExceedsItsMemory() {
        PodBuilder builder = pods.script("exec tail /dev/zero");
        builder.editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec();

        Pod end = pods.awaitPhase(pods.create(builder), "Failed");

        assertThat(status(end, "main").orElseThrow().getState().getTerminated()).satisfies(terminated -> {
            assertThat(terminated.getReason()).isEqualTo("OOMKilled");
            assertThat(terminated.getExitCode()).isEqualTo(137);
        });
    }

    @Test
    void evictsAPod() {
        // Given
        Pod pod = pods.create(pods.held(pods.script("trap 'exit 0' TERM; while :; do sleep 0.1; done")));
        pods.awaitStarted(pod);

        // When
        cluster.faults().podEvicted(cluster.namespace(), pod.getMetadata().getName());

        // Then
        Pod end = pods.awaitPhase(pod, "Succeeded");
        assertThat(condition(end, "DisruptionTarget").orElseThrow()).satisfies(condition -> {
            assertThat(condition.getStatus()).isEqualTo("True");
            assertThat(condition.getReason()).isEqualTo("EvictionByEvictionAPI");
        });
        assertThat(end.getMetadata().getDeletionTimestamp()).isNotNull();
    }

    @Test
    void endsThePodsOfANodeThatVanishesAndUsesItAgainWhenItReturns() {
        // Given
        Pod pod = pods.create(pods.held(pods.onSpot(pods.script("sleep 1000"))));
        String node = pods.awaitStarted(pod).getSpec().getNodeName();

        // When
        cluster.faults().nodeVanishes(node);

        // Then
        Pod end = pods.await(
                pod,
                NODE_LOSS_NOTICED,
                found -> "Failed".equals(found.getStatus().getPhase()));
        assertThat(condition(end, "DisruptionTarget").orElseThrow().getReason()).isEqualTo("DeletionByPodGC");
        assertThat(end.getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(client.nodes().withName(node).get()).isNull();
        pods.release(pod);
        pods.awaitGone(pod);

        cluster.faults().nodeReturns(node);
        PodBuilder again = pods.onSpot(pods.script("true"));
        again.editSpec().addToNodeSelector("kubernetes.io/hostname", node).endSpec();
        pods.awaitPhase(pods.create(again), "Succeeded");
    }

    @Test
    void hearsNothingOfANodeWhoseKubeletIsSilentUntilItResumes() {
        // Given
        Pod pod = pods.create(pods.onSpot(
                pods.script("until [ -e /shared/never ]; do sleep 0.2; [ $SECONDS -lt 2 ] || exit 3; done")));
        String node = pods.awaitStarted(pod).getSpec().getNodeName();

        // When
        cluster.faults().kubeletFallsSilent(node);

        // Then
        Node unheard = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.nodes().withName(node).get(),
                        found -> found.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Ready")
                                        && condition.getStatus().equals("Unknown")));
        assertThat(unheard).isNotNull();
        assertThat(pods.resource(pod).get().getStatus().getPhase()).isEqualTo("Running");
        cluster.faults().kubeletResumes(node);
        Pod end = pods.awaitPhase(pod, "Failed");
        assertThat(status(end, "main").orElseThrow().getState().getTerminated().getExitCode())
                .isEqualTo(3);
    }

    @Test
    void refusesASecondPodOfTheSameNameAndAChangeOfAnotherPod() {
        // Given
        PodBuilder builder = pods.script("sleep 1000");
        Pod pod = pods.create(builder);

        // Then
        assertThatThrownBy(() -> pods.create(builder))
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(409);
                    assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
                });
        assertThatThrownBy(() -> pods.resource(pod)
                        .patch(
                                io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                                        io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
                                "{\"metadata\":{\"uid\":\"another\",\"annotations\":{\"a\":\"b\"}}}"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(422));
    }

    @Test
    void electsOneLeaderAndAnotherWhenItLetsGo() throws Exception {
        var first = elect("first");
        first.get(30, TimeUnit.SECONDS).run();

        elect("second").get(30, TimeUnit.SECONDS).run();
    }

    /** Completes when this candidate leads, with what makes it let go. */
    private CompletableFuture<Runnable> elect(String identity) {
        CompletableFuture<Runnable> leads = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<?>> election = new CompletableFuture<>();
        var elector = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("test")
                        .withReleaseOnCancel(true)
                        .withLeaseDuration(Duration.ofSeconds(6))
                        .withRenewDeadline(Duration.ofSeconds(4))
                        .withRetryPeriod(Duration.ofMillis(500))
                        .withLock(new LeaseLock(cluster.namespace(), "leader", identity))
                        .withLeaderCallbacks(new LeaderCallbacks(
                                () -> leads.complete(() -> election.join().cancel(true)), () -> {}, leader -> {}))
                        .build())
                .build();
        election.complete(elector.start());
        return leads;
    }

    @Test
    void hasAPlaceWhereServersAreReachedByPods(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(folder.resolve("word"), "served");
        int port = cluster.place().freePort();
        String address = cluster.place().address();
        var server = new Program(
                "server",
                folder,
                cluster.place()
                        .command(List.of(
                                "busybox", "httpd", "-f", "-p", address + ":" + port, "-h", folder.toString())));

        // When
        Pod end;
        try (RunningProgram running = RunningProgram.start(server)) {
            end = pods.awaitPhase(pods.create(pods.script("""
                            for i in 1 2 3 4 5; do exec 3<>/dev/tcp/%s/%d && break; sleep 0.3; done
                            printf 'GET /word HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3
                            """.formatted(address, port))), "Succeeded");
            assertThat(running.alive()).isTrue();
        }

        // Then
        assertThat(pods.resource(end).getLog()).endsWith("served");
    }

    @Test
    void letsThePodSchedulersUserDoItsWork() {
        try (KubernetesClient scheduler = Workspace.client(cluster.schedulerKubeconfig())) {
            Pod pod = scheduler.resource(pods.script("true").build()).create();
            Pod end = pods.awaitPhase(pod, "Succeeded");
            scheduler.resource(end).delete();
            pods.awaitGone(pod);
            assertThat(cluster.nodes()).hasSize(3);
            assertThat(Map.copyOf(cluster.nodes().getFirst().labels()))
                    .containsEntry("ondes.dev/capacity", "on-demand");
        }
    }
}
