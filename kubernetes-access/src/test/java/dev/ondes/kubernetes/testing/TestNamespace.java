package dev.ondes.kubernetes.testing;

import dev.ondes.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A namespace of its own at the API server that {@code ONDES_TEST_KUBECONFIG} names, and a client made as services make theirs. */
public final class TestNamespace implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KubernetesClient client;
    private final String name = "ondes-it-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100_000;

    /** @param retries of a request that fails */
    public TestNamespace(int retries) {
        client = KubernetesClients.create(
                Optional.ofNullable(System.getenv("ONDES_TEST_KUBECONFIG")).map(Path::of),
                "ondes-test",
                Duration.ofSeconds(10),
                retries,
                threads);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    public KubernetesClient client() {
        return client;
    }

    public String name() {
        return name;
    }

    /** Removes the namespace too. */
    @Override
    public void close() {
        client.namespaces().withName(name).delete();
        client.close();
        threads.shutdownNow();
    }
}
