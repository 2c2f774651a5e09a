package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those around it count on. */
interface ServesClients extends WithCluster {
    @Test
    default void refusesASecondPodOfTheSameNameAndAChangeOfAnotherPod() {
        // Given
        PodBuilder builder = pods().script("sleep 1000");
        Pod pod = pods().create(builder);

        // Then
        assertThatThrownBy(() -> pods().create(builder))
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(409);
                    assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
                });
        assertThatThrownBy(() -> pods().resource(pod)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"uid\":\"another\",\"annotations\":{\"a\":\"b\"}}}"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(422));
    }

    @Test
    default void electsOneLeaderAndAnotherWhenItLetsGo() throws Exception {
        var first = elect("first");
        first.get(30, TimeUnit.SECONDS).run();

        elect("second").get(30, TimeUnit.SECONDS).run();
    }

    /** Completes when this candidate leads, with what makes it let go. */
    private CompletableFuture<Runnable> elect(String identity) {
        CompletableFuture<Runnable> leads = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<?>> election = new CompletableFuture<>();
        var elector = client().leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("test")
                        .withReleaseOnCancel(true)
                        .withLeaseDuration(Duration.ofSeconds(6))
                        .withRenewDeadline(Duration.ofSeconds(4))
                        .withRetryPeriod(Duration.ofMillis(500))
                        .withLock(new LeaseLock(cluster().namespace(), "leader", identity))
                        .withLeaderCallbacks(new LeaderCallbacks(
                                () -> leads.complete(() -> election.join().cancel(true)), () -> {}, leader -> {}))
                        .build())
                .build();
        election.complete(elector.start());
        return leads;
    }

    @Test
    default void hasAPlaceWhereServersAreReachedByPods(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(folder.resolve("word"), "served");
        int port = cluster().place().freePort();
        String address = cluster().place().address();
        var server = new Program(
                "server",
                folder,
                cluster()
                        .place()
                        .command(List.of(
                                "busybox", "httpd", "-f", "-p", address + ":" + port, "-h", folder.toString())));

        // When
        Pod end;
        try (RunningProgram running = RunningProgram.start(server)) {
            end = pods().awaitPhase(pods().create(pods().script("""
                            for i in 1 2 3 4 5; do exec 3<>/dev/tcp/%s/%d && break; sleep 0.3; done
                            printf 'GET /word HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3
                            """.formatted(address, port))), "Succeeded");
            assertThat(running.alive()).isTrue();
        }

        // Then
        assertThat(pods().resource(end).getLog()).endsWith("served");
    }

    @Test
    default void letsThePodSchedulersUserDoItsWork() {
        try (KubernetesClient scheduler = Workspace.client(cluster().kubeconfigOf("pod-scheduler"))) {
            Pod pod = scheduler.resource(pods().script("true").build()).create();
            Pod end = pods().awaitPhase(pod, "Succeeded");
            scheduler.resource(end).delete();
            pods().awaitGone(pod);
            assertThat(cluster().nodes()).hasSize(3);
            assertThat(Map.copyOf(cluster().nodes().getFirst().labels()))
                    .containsEntry("ondes.dev/capacity", "on-demand");
        }
    }
}
