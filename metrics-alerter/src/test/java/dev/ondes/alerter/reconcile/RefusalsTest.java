package dev.ondes.alerter.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.reconcile.ReconcileCounts.Result;
import dev.ondes.contracts.event.Event;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a GitLab that says no does to a round. */
class RefusalsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    private Path folder;

    private final Heard heard = new Heard();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int forPrivate = 200;
    private List<String> projects = List.of("group/app", "group/private");
    private String token = "glpat-reader";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"));
            int status = exchange.getRequestURI().getRawPath().contains("private") ? forPrivate : 200;
            byte[] body = (status == 200 ? "[]" : "{\"message\": \"no\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aProjectThatTheTokenMayNotSeeIsLeftOutAndTheRoundGoesOn() throws Exception {
        forPrivate = 403;

        round();

        assertThat(heard.asked).containsExactlyInAnyOrder(Result.REFUSED, Result.OK);
        assertThat(heard.finished).containsExactly(NOON);
        assertThat(tokens).containsOnly("glpat-reader");
    }

    @Test
    void aTokenThatIsWorthNothingEndsTheRound() throws Exception {
        forPrivate = 401;

        round();

        assertThat(heard.asked).contains(Result.REFUSED);
        assertThat(heard.finished).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 410})
    void aProjectThatGitLabCannotAnswerForKeepsNoneOfTheOthers(int status) throws Exception {
        forPrivate = status;
        projects = List.of("group/private", "group/app");

        round();

        assertThat(heard.asked).hasSize(2).contains(Result.OK);
        assertThat(heard.finished).containsExactly(NOON);
    }

    @Test
    void aGitLabThatIsDownEndsTheRound() throws Exception {
        server.stop(0);

        round();

        assertThat(heard.asked).containsOnly(Result.UNAVAILABLE);
        assertThat(heard.finished).isEmpty();
    }

    @Test
    void aTokenThatNoHeaderCanHoldEndsTheRoundAndNotTheAsking() throws Exception {
        token = "glpat-\nreader";

        round();

        assertThat(heard.asked).containsExactly(Result.UNAVAILABLE);
    }

    private void round() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        try (var client = new GitLabClient(url, ClientSettings.defaults())) {
            new Reconciler(new Reconciler.Parts(
                            new TokenGitLab(client, file),
                            new Scope(new LinkedHashSet<>(projects), url.toString()),
                            () -> Snapshot.empty(NOON),
                            () -> true,
                            event -> {},
                            new Event.Factory("/test", clock, () -> "r"),
                            heard,
                            clock,
                            Duration.ofMinutes(1),
                            Duration.ofHours(1),
                            60_000))
                    .round();
        }
    }
}
