package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.testing.Programs;
import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager hears of an alert, keeps it while it is said again, and passes its begin and its end on, once each. */
class AlertmanagerIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final FakeReceiver person = new FakeReceiver();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final Post post = new Post(Duration.ofSeconds(5), Authorities.USUAL, Clock.systemUTC());
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        Path program = Programs.need("prometheus-alertmanager");
        int port = Programs.freePort();
        address = URI.create("http://127.0.0.1:" + port);
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route: {receiver: person, group_wait: 100ms, group_interval: 1s, group_by: ['...']}
                receivers: [{name: person, webhook_configs: [{url: '%s', send_resolved: true}]}]
                """.formatted(person.address("/hook")));
        process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(this::isReady);
    }

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        person.close();
        post.close();
        http.shutdownNow();
    }

    @Test
    void hearsOfBeginAndEndOnceEachHoweverOftenItIsTold() throws Exception {
        // Given
        Instant began = Instant.now().minusSeconds(120);
        KnownAlert alert =
                KnownAlert.of("CiJobsPendingTooLong/small").with(new KnownAlert.Firing(began, firing(began)));
        Alertmanager ours = alertmanager(address);

        // When
        ours.mirror(List.of(alert), Instant.now());
        ours.mirror(List.of(alert), Instant.now());

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> person.posts.size() == 1);
        JsonNode kept = get("/api/v2/alerts");
        assertThat(kept).hasSize(1);
        assertThat(kept.at("/0/labels/class").asText()).isEqualTo("small");
        assertThat(kept.at("/0/labels/cluster").asText()).isEqualTo("test");
        assertThat(kept.at("/0/annotations/runbook_url").asText())
                .isEqualTo("https://runbooks/CiJobsPendingTooLong.md");
        assertThat(Instant.parse(kept.at("/0/endsAt").asText()))
                .isAfter(Instant.now().plusSeconds(60));

        // When
        Instant ended = Instant.now();
        KnownAlert over = alert.with(new KnownAlert.Resolved(ended, resolved(began, ended)));
        ours.mirror(List.of(over), Instant.now());
        ours.mirror(List.of(over), Instant.now());

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> person.posts.size() == 2);
        assertThat(MAPPER.readTree(person.posts.get(0).body()).path("status").asText())
                .isEqualTo("firing");
        assertThat(MAPPER.readTree(person.posts.get(1).body()).path("status").asText())
                .isEqualTo("resolved");
        assertThat(results).containsOnly("sent");
    }

    @Test
    void thatOneIsDownKeepsNobodyFromTellingTheOther() throws Exception {
        Instant began = Instant.now();
        KnownAlert alert =
                KnownAlert.of("CiJobsPendingTooLong/small").with(new KnownAlert.Firing(began, firing(began)));

        alertmanager(URI.create("http://127.0.0.1:1"), address).mirror(List.of(alert), Instant.now());

        assertThat(results).containsExactly("failed", "sent");
        assertThat(get("/api/v2/alerts")).hasSize(1);
    }

    private Alertmanager alertmanager(URI... addresses) {
        return new Alertmanager(
                "am",
                List.of(addresses),
                Duration.ofMinutes(1),
                Map.of("cluster", "test"),
                new Links(Optional.empty(), Optional.of(URI.create("https://runbooks/"))),
                post,
                (receiver, result) -> results.add(result.wire()));
    }

    private static AlertFiring firing(Instant at) {
        return new AlertFiring(
                "CiJobsPendingTooLong/small",
                "CiJobsPendingTooLong",
                Severity.CRITICAL,
                "small",
                null,
                "Jobs wait",
                "12 jobs wait",
                at,
                at,
                null,
                null,
                List.of());
    }

    private static AlertResolved resolved(Instant firedAt, Instant at) {
        return new AlertResolved(
                "CiJobsPendingTooLong/small",
                "CiJobsPendingTooLong",
                Severity.CRITICAL,
                "small",
                null,
                "It is over",
                firedAt,
                at,
                List.of());
    }

    private JsonNode get(String path) throws Exception {
        return MAPPER.readTree(http.send(
                        HttpRequest.newBuilder(URI.create(address + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private boolean isReady() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(address + "/-/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false;
        }
    }
}
