package dev.ondes.kubernetes.testing;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** An API server that only keeps objects: nothing runs, and nobody is refused. Listens on loopback until it is closed. */
public final class ObjectServer implements AutoCloseable {
    private final KubernetesMockServer server;

    private ObjectServer(KubernetesMockServer server) {
        this.server = server;
    }

    public static ObjectServer start() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        var server = new KubernetesMockServer(
                new Context(), new MockWebServer(), responses, new KubernetesCrudDispatcher(List.of()), false);
        server.init();
        return new ObjectServer(server);
    }

    /** The text of a kubeconfig that leads here. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "%s"}}]
                users: [{name: test, user: {}}]
                """.formatted(server.url("/"));
    }

    @Override
    public void close() {
        server.destroy();
    }
}
