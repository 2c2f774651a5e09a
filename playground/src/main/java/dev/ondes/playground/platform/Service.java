package dev.ondes.playground.platform;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of Ondes' services as a process that can be killed, and started again with the same settings. */
public final class Service implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** To write down the classes at its end takes a service some seconds, and many where the machine is busy. */
    private static final Duration CACHE_LIMIT = Duration.ofMinutes(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path folder;
    private final StartCache cache;
    private final Function<List<String>, Program> program;
    private final URI address;
    private @Nullable RunningProgram running;
    private boolean makesCache;
    private long begun;
    private Duration startTime = Duration.ZERO;

    /**
     * @param name in messages and of the log file
     * @param folder of the log file
     * @param program for the JVM options of one start
     */
    Service(String name, Path folder, URI address, StartCache cache, Function<List<String>, Program> program) {
        this.name = name;
        this.folder = folder;
        this.address = address;
        this.cache = cache;
        this.program = program;
    }

    public URI address() {
        return address;
    }

    public String name() {
        return name;
    }

    public Path log() {
        return folder.resolve(name + ".log");
    }

    /** Starts the process; {@link #awaitReady} says when it serves. */
    public synchronized void start() {
        cache.rehearse(() -> {
            begin();
            awaitReady();
            close();
        });
        begin();
    }

    private void begin() {
        StartCache.Start start = cache.next();
        makesCache = start.making();
        begun = System.nanoTime();
        running = RunningProgram.start(program.apply(start.options()));
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
        ended(false);
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
            ended(running.end(makesCache ? CACHE_LIMIT : STOP_LIMIT));
        }
    }

    private void ended(boolean peacefully) {
        if (makesCache) {
            makesCache = false;
            cache.ended(peacefully);
        }
    }
}
