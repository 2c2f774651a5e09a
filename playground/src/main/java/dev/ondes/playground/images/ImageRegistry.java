package dev.ondes.playground.images;

import dev.ondes.playground.process.DebianPackage;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A private registry: Debian's {@code docker-registry}, open to all who reach it, by plain HTTP. Its images lie in the run's folder and
 * outlive {@link #kill}. Owns its process.
 */
public final class ImageRegistry implements AutoCloseable {
    private static final String PROGRAM = "docker-registry";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Place place;
    private final Path folder;
    private final int port;
    private RunningProgram server;

    private ImageRegistry(Place place, Path folder) {
        this.place = place;
        this.folder = folder;
        this.port = place.freePort();
        writeSettings();
        this.server = startServer();
    }

    /**
     * Starts one, and installs it first where it is missing.
     *
     * @param place where pods reach it
     * @param say hears what is about to be installed
     */
    public static ImageRegistry start(Place place, Path folder, Consumer<String> say) {
        if (Tool.find(PROGRAM).isEmpty()) {
            DebianPackage.install(PROGRAM, "registry for images", "install docker-registry", say);
        }
        return new ImageRegistry(place, folder);
    }

    private void writeSettings() {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("registry.yml"), """
                    version: 0.1
                    log: {level: warn}
                    storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}
                    http: {addr: "%s"}
                    """.formatted(folder.resolve("images"), host()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningProgram startServer() {
        return RunningProgram.start(new Program(
                        "registry",
                        folder,
                        place.command(List.of(
                                Tool.find(PROGRAM).orElseThrow().toString(),
                                "serve",
                                folder.resolve("registry.yml").toString()))))
                .awaitReady(START_LIMIT, this::answers);
    }

    private boolean answers() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As it stands in names of images, such as {@code 10.213.1.1:20000}. */
    public String host() {
        return place.address() + ":" + port;
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        server.kill();
    }

    /** Starts it again after {@link #kill}, under the same address and with its images. */
    public void restart() {
        server = startServer();
    }

    @Override
    public void close() {
        // Private images are thrown away with it: no reason to wait for an orderly stop.
        server.kill();
    }
}
