package dev.ondes.spot.tell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.spot.settings.SpotSettings;
import dev.ondes.spot.settings.SpotSettings.Form;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final Told TOLD = new Told(
            "spot.termination-notice",
            "node-1",
            "The cloud takes \"this\" node back",
            Map.of("node", "node-1", "kind", "spot-interruption"));

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private int failWith = 503;
    private String retryAfter = "";
    private Optional<String> proxy = Optional.empty();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Team")));
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? failWith : 200, -1);
            exchange.close();
        });
        server.start();
        Files.writeString(
                folder.resolve("url"), "http://127.0.0.1:" + server.getAddress().getPort() + "/hook\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postsAsSlackWantsIt() {
        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).containsExactly("{\"text\":\"*node-1*: The cloud takes \\\"this\\\" node back\"}");
    }

    @Test
    void postsEveryFieldPlainly() {
        webhook(Form.PLAIN, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies.getFirst())
                .contains(
                        "\"type\":\"spot.termination-notice\"",
                        "\"node\":\"node-1\"",
                        "\"kind\":\"spot-interruption\"");
    }

    @Test
    void fillsATemplateWithoutBreakingItsQuotesAndSendsHeaders() throws IOException {
        Files.writeString(folder.resolve("headers"), "X-Team: ci\n");
        Path template = Files.writeString(folder.resolve("template"), "{\"msg\": \"${text} on ${node}${absent}\"}");

        webhook(Form.SLACK, Optional.of(template)).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).containsExactly("{\"msg\": \"The cloud takes \\\"this\\\" node back on node-1\"}");
        assertThat(headers).containsExactly("ci");
    }

    @Test
    void triesAgainWhatMayPass() {
        failures.set(2);

        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429})
    void repeatsWhatCameTooFast(int status) {
        failures.set(2);
        failWith = status;

        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "Sat, 28 Nov 2026 12:00:01 GMT"})
    void waitsAsLongAsItIsAskedTo(String asked) {
        failures.set(1);
        failWith = 429;
        retryAfter = asked;
        long begin = System.nanoTime();

        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotRepeatWhatIsWrong() {
        failures.set(2);
        failWith = 404;

        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).hasSize(1);
    }

    @Test
    void givesUpInTheEnd() {
        failures.set(99);

        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        assertThat(bodies).hasSize(4);
    }

    @Test
    void goesThroughTheProxyThatIsSet() throws IOException {
        // Given: nobody but a proxy knows this name
        Files.writeString(folder.resolve("url"), "http://chat.invalid/elsewhere\n");
        List<String> asked = new CopyOnWriteArrayList<>();
        server.createContext("/elsewhere", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        proxy = Optional.of("127.0.0.1:" + server.getAddress().getPort());

        // When
        webhook(Form.SLACK, Optional.empty()).tell(TOLD, "SpotInterruption", List.of());

        // Then
        assertThat(asked).containsExactly("http://chat.invalid/elsewhere");
    }

    private Webhook webhook(Form form, Optional<Path> template) {
        Path headersFile = folder.resolve("headers");
        var settings = new SpotSettings.Webhook() {
            @Override
            public Optional<Path> urlFile() {
                return Optional.of(folder.resolve("url"));
            }

            @Override
            public Form form() {
                return form;
            }

            @Override
            public Optional<Path> templateFile() {
                return template;
            }

            @Override
            public Optional<Path> headersFile() {
                return Files.exists(headersFile) ? Optional.of(headersFile) : Optional.empty();
            }

            @Override
            public Optional<String> proxy() {
                return proxy;
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(5);
            }

            @Override
            public int attempts() {
                return 4;
            }
        };
        var meters = new Meters(new SimpleMeterRegistry(), Clock.systemUTC());
        return new Webhook(folder.resolve("url"), settings, meters, Duration.ofMillis(5), NOON);
    }
}
