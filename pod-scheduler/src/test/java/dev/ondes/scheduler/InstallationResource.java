package dev.ondes.scheduler;

import dev.ondes.kubernetes.testing.ObjectServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An installation for one test: an API server that only keeps objects, and the files that a service is given. */
public class InstallationResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable ObjectServer server;
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        server = ObjectServer.start();
        try {
            directory = Files.createTempDirectory("ondes-scheduler");
            return Map.of(
                    "ondes.scheduler.kubeconfig",
                    write("kubeconfig", server.kubeconfig()),
                    "ondes.class-file",
                    write("classes.yaml", """
                            gitlab: https://gitlab.test
                            classes:
                              - name: small
                                limit: 3
                                namespace: ci
                                image: alpine:3
                                disruptionBudget: true
                            """),
                    "ondes.scheduler.price-file",
                    write("prices.yaml", """
                            currency: EUR
                            prices: [{instanceType: m6i.large, on-demand: 0.107}]
                            """),
                    "ondes.key-ring-file",
                    write("keys", "k1: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"),
                    "ondes.scheduler.agent-image",
                    "ondes/agent:1",
                    "ondes.scheduler.lease-namespace",
                    "ondes",
                    "ondes.amqp.url",
                    "amqp://guest:guest@127.0.0.1:1/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(String name, String text) throws IOException {
        Path file = java.util.Objects.requireNonNull(directory).resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
