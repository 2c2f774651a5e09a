package dev.ondes.playground.demo;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.InterruptionKind;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How another command of this checkout reaches a platform that {@code ./ondes up} runs: HTTP on loopback, at an address
 * that a file of the checkout names for as long as the platform runs.
 */
final class Control implements AutoCloseable {
    private static final String ADDRESS_FILE = ".ondes/up";
    private static final String NONE_RUNS = "no platform runs here: start one with ./ondes up";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FileChannel claim;
    private @Nullable HttpServer server;

    private Control(FileChannel claim) {
        this.claim = claim;
    }

    /**
     * Takes the checkout for a platform that will start; ends with the program, however it ends.
     *
     * @throws PlaygroundException when one runs here already
     */
    static Control claim(Path home) {
        try {
            Path file = home.resolve(ADDRESS_FILE);
            Files.createDirectories(file.getParent());
            FileChannel claim = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(claim)) {
                claim.close();
                throw new PlaygroundException(
                        "a platform runs in this checkout already: end it first, or use another clone");
            }
            claim.truncate(0);
            return new Control(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean lock(FileChannel claim) throws IOException {
        try {
            return claim.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very program holds it
        }
    }

    /** Hears commands from now on. */
    void open(SpotWatch spot) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/interrupt", exchange -> {
                try (exchange) {
                    String[] said =
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
                    int status = 200;
                    String answer;
                    try {
                        answer = interrupt(spot, said[0], InterruptionKind.valueOf(said[1]), Duration.parse(said[2]));
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
            claim.write(
                    ByteBuffer.wrap(
                            ("http://127.0.0.1:" + server.getAddress().getPort()).getBytes(StandardCharsets.UTF_8)),
                    0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String interrupt(SpotWatch spot, String node, InterruptionKind kind, Duration in) {
        Optional<Instant> leaves = spot.leavesAt(node);
        if (leaves.isPresent()) {
            throw new PlaygroundException(onItsWay(node, leaves.get(), Instant.now()));
        }
        var _ = spot.interrupt(node, kind, in);
        return given(node, kind, Instant.now().plus(in));
    }

    static String onItsWay(String node, Instant leaves, Instant now) {
        return now.isBefore(leaves)
                ? "%s has its notice already, and goes at %s".formatted(node, TIME.format(leaves))
                : "%s is gone since %s; it comes back within about a minute".formatted(node, TIME.format(leaves));
    }

    static String given(String node, InterruptionKind kind, Instant leaves) {
        return kind == InterruptionKind.REBALANCE
                ? "notice given: %s; it stays".formatted(node)
                : "notice given: %s goes at %s and is back about a minute later; new jobs avoid its pool for a while"
                        .formatted(node, TIME.format(leaves));
    }

    /**
     * Asks the platform that runs.
     *
     * @throws PlaygroundException when none runs, or it refuses
     */
    static String ask(String node, InterruptionKind kind, Duration in) {
        try (var http = HttpClient.newHttpClient()) {
            String address = Files.readString(Home.here().file(ADDRESS_FILE));
            if (address.isEmpty()) {
                throw new PlaygroundException(NONE_RUNS);
            }
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(address).resolve("/interrupt"))
                            .timeout(LIMIT)
                            .POST(HttpRequest.BodyPublishers.ofString(node + " " + kind + " " + in))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new PlaygroundException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new PlaygroundException(NONE_RUNS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted");
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        try {
            claim.truncate(0);
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
