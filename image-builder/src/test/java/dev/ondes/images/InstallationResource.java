package dev.ondes.images;

import dev.ondes.images.identity.FakeGitLab;
import dev.ondes.kubernetes.testing.ObjectServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An installation for one test: an API server that only keeps objects, a GitLab's keys, and the files that the service is given. */
public class InstallationResource implements QuarkusTestResourceLifecycleManager {
    static final FakeGitLab GITLAB = new FakeGitLab();

    private @Nullable ObjectServer server;
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        server = ObjectServer.start();
        try {
            directory = Files.createTempDirectory("ondes-image-builder");
            Map<String, String> settings = new HashMap<>();
            settings.put("ondes.images.kubeconfig", write("kubeconfig", server.kubeconfig()));
            settings.put("ondes.images.policy-file", write("policy.yaml", """
                rules:
                  - when: {namespacePath: acme, refProtected: true}
                    destinations: ["registry.example/{project_path}/**"]
                    gitHosts: [gitlab.example]
                """));
            settings.put("ondes.images.key-file", write("keys", "k1: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n"));
            settings.put("ondes.images.namespace", "builds");
            settings.put("ondes.images.lease-namespace", "ondes");
            settings.put("ondes.images.context-image", "ondes/build-context:1");
            settings.put("ondes.images.gitlab.main.issuer", FakeGitLab.ISSUER);
            settings.put("ondes.images.gitlab.main.keys", GITLAB.keys().toString());
            settings.put("ondes.images.gitlab.main.audience", FakeGitLab.AUDIENCE);
            settings.put("ondes.store.bucket", "builds");
            settings.put("ondes.store.endpoint", "http://127.0.0.1:1");
            settings.put("ondes.store.path-style", "true");
            settings.put("ondes.store.credentials-file", write("s3", "access-key=a\nsecret-key=b\n"));
            settings.put("ondes.amqp.url", "amqp://guest:guest@127.0.0.1:1/");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(String name, String text) throws IOException {
        Path file = Objects.requireNonNull(directory).resolve(name);
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
