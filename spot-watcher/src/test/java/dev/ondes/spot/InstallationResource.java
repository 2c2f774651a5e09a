package dev.ondes.spot;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An installation for one test: an API server that only keeps objects, and the files that the service is given. */
public class InstallationResource implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "a-token-of-the-detectors";

    private @Nullable KubernetesMockServer server;
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        server = new KubernetesMockServer(
                new io.fabric8.mockwebserver.Context(),
                new MockWebServer(),
                responses,
                new KubernetesCrudDispatcher(List.of()),
                false);
        server.init();
        try {
            directory = Files.createTempDirectory("ondes-spot-watcher");
            return Map.of(
                    "ondes.spot.kubeconfig",
                    write("kubeconfig", """
                            apiVersion: v1
                            kind: Config
                            current-context: test
                            contexts: [{name: test, context: {cluster: test, user: test}}]
                            clusters: [{name: test, cluster: {server: "%s"}}]
                            users: [{name: test, user: {}}]
                            """.formatted(server.url("/"))),
                    "ondes.spot.token-file",
                    write("token", TOKEN + "\n"),
                    "ondes.spot.lease-namespace",
                    "ondes",
                    "ondes.amqp.url",
                    broker());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nothing listens. */
    String broker() {
        return "amqp://guest:guest@127.0.0.1:1/";
    }

    private String write(String name, String text) throws IOException {
        Path file = Objects.requireNonNull(directory).resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.destroy();
        }
    }
}
