package dev.ondes.images.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code docker-registry} of this machine (Debian's package) on a free port of loopback, with its data in a folder. */
public final class DockerRegistry implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final String host;

    private DockerRegistry(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/docker-registry", "/usr/local/bin/docker-registry", "/usr/local/bin/registry")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one.
     *
     * @param users a file of htpasswd with bcrypt, or empty for a registry open to all
     */
    public static DockerRegistry start(Path folder, Optional<Path> users) {
        try {
            int port = freePort();
            Path settings = Files.writeString(
                    folder.resolve("registry.yml"),
                    """
                    version: 0.1
                    log: {level: warn}
                    storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
                    http: {addr: "127.0.0.1:%d"}
                    """.formatted(folder.resolve("data"), port)
                            + users.map(file -> "auth: {htpasswd: {realm: ondes, path: " + file + "}}\n")
                                    .orElse(""));
            Process process = new ProcessBuilder(
                            installed()
                                    .orElseThrow(() -> new AssertionError(
                                            "no docker-registry on this machine: install Debian's docker-registry"))
                                    .toString(),
                            "serve",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("registry.log").toFile())
                    .start();
            var registry = new DockerRegistry(process, "127.0.0.1:" + port);
            registry.awaitReady(folder);
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Path folder) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!answers()) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "docker-registry did not start:\n" + Files.readString(folder.resolve("registry.log")));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/v2/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As it stands in names of images. */
    public String host() {
        return host;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
