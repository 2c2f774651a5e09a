package dev.ondes.playground.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Somebody who is told of alerts by a webhook, and remembers all of it. */
final class Recorder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param key by which repetitions are told */
    private record Told(String key, JsonNode message) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Recorder() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                told.add(new Told(
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        JSON.readTree(exchange.getRequestBody())));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** A file with {@link #url}, as a receiver's setting wants it; ends with the tests' process. */
    Path urlFile() {
        try {
            Path file = Files.createTempFile("ondes-receiver", ".url");
            Files.writeString(file, url().toString());
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Told> of(String jobClass) {
        return told.stream().filter(one -> one.message.path("jobClass").asText().equals(jobClass));
    }

    /** What was told of a class, {@code firing} or {@code resolved}. */
    List<String> all(String jobClass) {
        return of(jobClass).map(one -> one.message.path("status").asText()).toList();
    }

    /** The same, as who tells repetitions by their key sees it. */
    List<String> once(String jobClass) {
        Map<String, String> byKey = new LinkedHashMap<>();
        of(jobClass)
                .forEach(one ->
                        byKey.putIfAbsent(one.key, one.message.path("status").asText()));
        return List.copyOf(byKey.values());
    }

    /** When the alert of a class fired, as it was told first. */
    Instant firedAt(String jobClass) {
        return of(jobClass)
                .map(one -> Instant.parse(one.message.path("firedAt").asText()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
