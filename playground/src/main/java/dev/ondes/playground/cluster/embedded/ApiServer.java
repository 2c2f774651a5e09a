package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The API server: plain HTTP on loopback, no accounts, no rights. */
final class ApiServer implements AutoCloseable {
    private final KubernetesMockServer server;

    ApiServer(Clock clock, Function<ApiRules.LogQuery, String> logs) {
        this.server = new KubernetesMockServer(
                new Context(new ObjectMapper()),
                new MockWebServer(),
                new HashMap<>(),
                new ApiRules(clock, logs),
                false);
        server.init(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getPort();
    }

    KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                // An answer gets lost now and then on a busy machine, and a kubelet would lose its pod with it.
                .withRequestRetryBackoffLimit(3)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    void writeKubeconfig(Path file, String namespace) throws IOException {
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: embedded, cluster: {server: "%s"}}]
                users: [{name: anyone, user: {}}]
                contexts: [{name: embedded, context: {cluster: embedded, user: anyone, namespace: "%s"}}]
                current-context: embedded
                """.formatted(url(), namespace));
    }

    /** The server remembers every request until somebody takes it. */
    void forgetRequests() throws InterruptedException {
        while (server.takeRequest(0, TimeUnit.MILLISECONDS) != null) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.destroy();
    }
}
