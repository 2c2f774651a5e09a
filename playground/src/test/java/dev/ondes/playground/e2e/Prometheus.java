package dev.ondes.playground.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A real Prometheus with our rules, which scrapes services each second. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final RunningProgram program;

    Prometheus(Path folder, List<Service> services) {
        try {
            Path data = Files.createDirectories(folder.resolve("prometheus"));
            Path settings = data.resolve("prometheus.yml");
            Files.writeString(settings, settings(services));
            url = URI.create("http://127.0.0.1:" + Place.LOOPBACK.freePort());
            program = RunningProgram.start(new Program(
                            "prometheus",
                            folder,
                            List.of(
                                    "prometheus",
                                    "--config.file=" + settings,
                                    "--storage.tsdb.path=" + data.resolve("data"),
                                    "--web.listen-address=" + url.getAuthority())))
                    .awaitReady(LIMIT, this::ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(List<Service> services) {
        String targets = services.stream()
                .map(service -> '"' + service.address().getAuthority() + '"')
                .collect(Collectors.joining(", "));
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: ondes
                    metrics_path: /q/metrics
                    static_configs: [{targets: [%s]}]
                """.formatted(Home.here().file("deploy/prometheus/recording-rules.yaml"), targets);
    }

    private boolean ready() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(url.resolve("/-/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many series a query gives now that have a value: one that is no number is none. */
    long values(String query) {
        JsonNode answer = ask(query);
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException(query + ": " + answer);
        }
        return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
                .filter(series -> !series.at("/value/1").asText().equals("NaN"))
                .count();
    }

    private JsonNode ask(String query) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(url.resolve("/api/v1/query"))
                            .timeout(LIMIT)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        program.close();
        http.close();
    }
}
