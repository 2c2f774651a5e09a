package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.kubernetes.testing.ObjectServer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an API server that only keeps objects, by an informer whose handlers wait for the test. */
class NodeWatchTest {
    private final ObjectServer server = ObjectServer.start();
    private final Queue<Runnable> handlers = new ConcurrentLinkedQueue<>();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeconfig()))
            .withTaskExecutor(handlers::add)
            .build();
    private final NodeIndex index = new NodeIndex();
    private final NodeWatch watch = new NodeWatch(client, index, _ -> {});

    @AfterEach
    void close() {
        watch.stop();
        client.close();
        server.close();
    }

    @Test
    void isSyncedOnceAllNodesThatThereAreCanBeFound() {
        // Given
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("node-1")
                        .endMetadata()
                        .build())
                .create();
        watch.start();

        // When the informer has them, and its handler not yet
        await().until(() -> watch.informer().hasSynced());

        // Then
        assertThat(watch.synced()).isFalse();

        // When
        await().until(() -> {
            runHandlers();
            return watch.synced();
        });

        // Then
        assertThat(index.named("node-1")).isPresent();
    }

    private void runHandlers() {
        for (Runnable next = handlers.poll(); next != null; next = handlers.poll()) {
            next.run();
        }
    }
}
