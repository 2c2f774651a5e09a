package dev.ondes.spot;

import dev.ondes.kubernetes.testing.ObjectServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An installation for one test: an API server that only keeps objects, and the files that the service is given. */
public class InstallationResource implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "a-token-of-the-detectors";

    @Nullable
    ObjectServer server;

    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        server = ObjectServer.start();
        try {
            directory = Files.createTempDirectory("ondes-spot-watcher");
            return Map.of(
                    "ondes.spot.kubeconfig",
                    write("kubeconfig", server.kubeconfig()),
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
            server.close();
        }
    }
}
