package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What every cluster with nodes of its own does. The cluster starts once for the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterContract
        implements SchedulesPods, RunsContainers, RunsSidecars, EndsPods, SuffersFaults, ServesClients {
    private final ClusterKind kind;
    private Cluster cluster;
    private KubernetesClient client;
    private TestPods pods;

    ClusterContract(ClusterKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void startCluster(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Optional<String> obstacle = kind.obstacle();
        if ("true".equals(System.getenv("CI")) && obstacle.isPresent()) {
            fail("CI needs --cluster %s: %s", kind, obstacle.get());
        }
        assumeTrue(obstacle.isEmpty(), () -> "left out: " + obstacle.orElse(""));
        cluster = kind.start(Path.of(System.getProperty("ondes.home")), folder, Set.of(), System.out::println);
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

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public TestPods pods() {
        return pods;
    }
}
