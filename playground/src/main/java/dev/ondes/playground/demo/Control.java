package dev.ondes.playground.demo;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.SpotWatch;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How another command of this checkout reaches a platform that {@code ./ondes up} runs: HTTP on loopback, at an address
 * that a file of the checkout names for as long as the platform runs.
 */
final class Control implements AutoCloseable {
    private static final String ADDRESS_FILE = ".ondes/up";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpServer server;

    private Control(HttpServer server) {
        this.server = server;
    }

    static Control open(SpotWatch spot) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/interrupt", exchange -> {
                try (exchange) {
                    String[] said =
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
                    int status = 200;
                    String answer;
                    try {
                        var _ = spot.interrupt(said[0], SpotWatch.Kind.valueOf(said[1]), Duration.parse(said[2]));
                        answer = "notice given: " + said[0];
                    } catch (PlaygroundException e) {
                        status = 400;
                        answer = String.valueOf(e.getMessage());
                    }
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            Files.createDirectories(Home.here().file(".ondes"));
            Files.writeString(
                    addressFile(), "http://127.0.0.1:" + server.getAddress().getPort());
            return new Control(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path addressFile() {
        return Home.here().file(ADDRESS_FILE);
    }

    /**
     * Asks the platform that runs.
     *
     * @throws PlaygroundException when none runs, or it refuses
     */
    static String ask(String node, SpotWatch.Kind kind, Duration in) {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(
                                    URI.create(Files.readString(addressFile())).resolve("/interrupt"))
                            .timeout(LIMIT)
                            .POST(HttpRequest.BodyPublishers.ofString(node + " " + kind + " " + in))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new PlaygroundException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new PlaygroundException("no platform runs here: start one with ./ondes up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        try {
            Files.deleteIfExists(addressFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
