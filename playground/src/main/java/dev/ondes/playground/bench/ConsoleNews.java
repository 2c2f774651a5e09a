package dev.ondes.playground.bench;

import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the console tells a browser that follows it: that something changed. One follower, one thread that waits. */
final class ConsoleNews implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

    private ConsoleNews() {}

    /** Returns when the console has begun to answer. */
    static ConsoleNews follow(URI service) {
        var followed = new ConsoleNews();
        Stream<String> lines = followed.lines(service.resolve("/live"));
        Thread.ofVirtual().start(() -> followed.read(lines));
        return followed;
    }

    private Stream<String> lines(URI address) {
        try {
            return http.send(
                            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new PlaygroundException("the console can't be followed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while following the console");
        }
    }

    private void read(Stream<String> lines) {
        try (lines) {
            lines.filter(line -> line.startsWith("data:")).forEach(news::add);
        } catch (UncheckedIOException e) {
            // It broke off, or this was closed; who waits is told when its time is up.
        }
    }

    /** Until there are news that were not waited for before. */
    void await(Duration limit) {
        try {
            if (news.poll(limit.toNanos(), TimeUnit.NANOSECONDS) == null) {
                throw new PlaygroundException("the console told nothing within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while following the console");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
