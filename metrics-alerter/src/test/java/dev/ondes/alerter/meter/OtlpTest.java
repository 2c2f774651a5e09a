package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import io.micrometer.core.instrument.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpTest {
    @Test
    void pushesWhatIsCountedToTheCollector() throws Exception {
        // Given
        List<String> pushed = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collect(collector, pushed);
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");

        // When
        var asked = new CountDownLatch(2);
        var ofNow = new AtomicBoolean();
        try (Otlp ours = Otlp.start(address, Duration.ofSeconds(1), "alerter-0-1", Authorities.USUAL, () -> {
            asked.countDown();
            return ofNow.get();
        })) {
            assertThat(ours).isNotNull();
            Metrics.counter("ondes.jobs.completed", "class", "small").increment();

            // Then
            asked.await();
            assertThat(pushed).as("while the journal is read").isEmpty();
            ofNow.set(true);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> pushed.stream().anyMatch(body -> body.contains("ondes.jobs.completed")));
        } finally {
            collector.stop(0);
        }
        assertThat(pushed.getFirst()).contains("ondes-metrics-alerter", "service.instance.id", "alerter-0-1");
    }

    @Test
    void whatTheEnvironmentSaysOfWhoPushesCounts() {
        assertThat(Otlp.resource(Map.of("service.instance.id", "theirs", "team", "ci"), "ours"))
                .containsOnly(
                        entry("service.name", "ondes-metrics-alerter"),
                        entry("service.instance.id", "theirs"),
                        entry("team", "ci"));
    }

    @Test
    void pushesToACollectorOfAPrivateAuthority(@TempDir Path folder) throws Exception {
        // Given
        var authority = PrivateAuthority.in(folder);
        List<String> pushed = new CopyOnWriteArrayList<>();
        HttpServer collector = authority.https();
        collect(collector, pushed);
        URI address = URI.create("https://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");

        // When
        try (Otlp ours = Otlp.start(
                address,
                Duration.ofSeconds(1),
                "alerter-0-1",
                Authorities.of("ca-file", authority.pem()),
                () -> true)) {
            assertThat(ours).isNotNull();
            Metrics.counter("ondes.jobs.completed", "class", "small").increment();

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> pushed.stream().anyMatch(body -> body.contains("ondes.jobs.completed")));
        } finally {
            collector.stop(0);
        }
    }

    private static void collect(HttpServer collector, List<String> pushed) {
        collector.createContext("/v1/metrics", exchange -> {
            pushed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }
}
