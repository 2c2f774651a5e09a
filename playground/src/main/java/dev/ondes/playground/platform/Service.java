package dev.ondes.playground.platform;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of Ondes' services as a process that can be killed, and started again with the same settings. */
public final class Service implements AutoCloseable {
    /** What the measured figures in docs/performance.md were got with. */
    private static final List<String> JVM = List.of(
            // A small heap to begin with: else it takes all of the limit before it collects anything.
            "-Xms24m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Program program;
    private final URI address;
    private @Nullable RunningProgram running;
    private long begun;
    private Duration startTime = Duration.ZERO;

    /**
     * @param name in messages and of the log file
     * @param settings its properties file
     * @param port on which it listens
     */
    Service(String name, Path jar, Path settings, Place place, int port, Path folder, Home home) {
        this.program = new Program(
                name,
                folder,
                place.command(java.util.stream.Stream.of(
                                java.util.stream.Stream.of(home.java().toString()),
                                JVM.stream(),
                                java.util.stream.Stream.of(
                                        "-Dquarkus.config.locations=" + settings,
                                        "-Dquarkus.http.host=" + place.address(),
                                        "-Dquarkus.http.port=" + port,
                                        "-jar",
                                        jar.toString()))
                        .flatMap(part -> part)
                        .toList()));
        this.address = URI.create("http://" + place.address() + ":" + port);
    }

    public URI address() {
        return address;
    }

    public String name() {
        return program.name();
    }

    public Path log() {
        return program.folder().resolve(program.name() + ".log");
    }

    /** Starts the process; {@link #awaitReady} says when it serves. */
    public synchronized void start() {
        begun = System.nanoTime();
        running = RunningProgram.start(program);
    }

    public synchronized void awaitReady() {
        running().awaitReady(START_LIMIT, () -> get("/q/health/ready") != null);
        startTime = Duration.ofNanos(System.nanoTime() - begun);
    }

    /** From the start of the process until it said that it is ready, last time. */
    public synchronized Duration startTime() {
        return startTime;
    }

    public synchronized boolean alive() {
        return running != null && running.alive();
    }

    public synchronized long pid() {
        return running().pid();
    }

    /** Ends it as {@code kill -9} does. */
    public synchronized void kill() {
        running().kill();
    }

    /** The body of a 200, or null, of a path such as {@code /q/metrics}. */
    public @Nullable String get(String path) {
        try {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private RunningProgram running() {
        if (running == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return running;
    }

    /** Asks it to stop, and waits. */
    @Override
    public synchronized void close() {
        if (running != null) {
            running.close();
        }
    }
}
