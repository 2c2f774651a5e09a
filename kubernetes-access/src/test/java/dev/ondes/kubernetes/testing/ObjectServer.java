package dev.ondes.kubernetes.testing;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An API server that only keeps objects: nothing runs, and nobody is refused unless a test says so. Listens on loopback until
 * it is closed.
 */
public final class ObjectServer implements AutoCloseable {
    private final KubernetesMockServer server;
    private final Set<String> ailing;

    private ObjectServer(KubernetesMockServer server, Set<String> ailing) {
        this.server = server;
        this.ailing = ailing;
    }

    public static ObjectServer start() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        Set<String> ailing = ConcurrentHashMap.newKeySet();
        var server =
                new KubernetesMockServer(new Context(), new MockWebServer(), responses, new KeptObjects(ailing), false);
        server.init();
        return new ObjectServer(server, ailing);
    }

    /** From now on, requests whose path begins so are answered with 503. */
    public void ail(String path) {
        ailing.add(path);
    }

    /** Answers all again. */
    public void recover() {
        ailing.clear();
    }

    private static final class KeptObjects extends KubernetesCrudDispatcher {
        private final Set<String> ailing;

        KeptObjects(Set<String> ailing) {
            super(List.of());
            this.ailing = ailing;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return ailing.stream().anyMatch(request.getPath()::startsWith)
                    ? new MockResponse().setResponseCode(503)
                    : super.dispatch(request);
        }
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
