package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.playground.gitlab.hooks.HookChaos;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Fault;
import dev.ondes.playground.gitlab.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksIT {
    private record Delivery(Headers headers, JsonNode body) {}

    @TempDir
    private Path data;

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;
    private HttpServer receiver;
    private TestGitLab test;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", exchange -> {
            deliveries.add(new Delivery(
                    exchange.getRequestHeaders(),
                    Json.parse(exchange.getRequestBody().readAllBytes())));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
        test = gitlab("one", HookChaos.NONE);
    }

    private TestGitLab gitlab(String folder, HookChaos chaos) throws IOException {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        return new TestGitLab(
                data.resolve(folder),
                settings -> settings.withWebhook(url, "hook-secret")
                        .withHookChaos(chaos)
                        .withLimit("hookFailures", chaos.untilTaken() ? 0 : 4));
    }

    @AfterEach
    void stop() {
        test.close();
        receiver.stop(0);
    }

    private List<String> statuses(String kind) {
        return deliveries.stream()
                .map(Delivery::body)
                .filter(body -> body.path("object_kind").asText().equals(kind))
                .map(body -> body.path("build_status")
                        .asText(body.at("/object_attributes/status").asText()))
                .toList();
    }

    private Delivery delivery(String status) {
        return deliveries.stream()
                .filter(one -> one.body().path("build_status").asText().equals(status))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellEveryStatusOfAJobAndItsPipeline() throws Exception {
        long pipeline = test.gitlab.pipeline(test.project, "one: {script: echo}");
        TestGitLab.Taken job = test.take();
        test.update(job, "success");
        await().untilAsserted(() -> {
            assertThat(statuses("build")).containsExactlyInAnyOrder("created", "pending", "running", "success");
            assertThat(statuses("pipeline")).containsExactlyInAnyOrder("pending", "running", "success");
        });

        Headers headers = delivery("pending").headers();
        assertThat(headers.getFirst("X-Gitlab-Event")).isEqualTo("Job Hook");
        assertThat(headers.getFirst("X-Gitlab-Token")).isEqualTo("hook-secret");
        assertThat(headers.getFirst("X-Gitlab-Instance"))
                .isEqualTo(test.gitlab.url().toString());
        assertThat(headers.getFirst("User-Agent")).startsWith("GitLab/");
        assertThat(deliveries)
                .extracting(one -> one.headers().getFirst("Idempotency-Key"))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(delivery("pending").body().path("runner").isNull()).isTrue();
        assertThat(delivery("running").body().at("/runner/description").asText())
                .isEqualTo("test");
        assertThat(delivery("running").body().at("/commit/id").asLong()).isEqualTo(pipeline);
        assertThat(delivery("running").body().path("build_failure_reason").asText())
                .isEqualTo("unknown_failure");
        assertThat(deliveries)
                .allSatisfy(one -> assertThat(one.body().toString()).doesNotContain(job.token()));
    }

    @Test
    void areNotRepeatedAndPauseAfterFourFailures() throws Exception {
        answer = 500;
        test.gitlab.pipeline(test.project, "a: {script: echo}\nb: {script: echo}\n");
        await().until(() -> test.gitlab.calls().of(Call.WEBHOOK, 500) >= 4);
        answer = 200;

        test.take();

        await().during(Duration.ofMillis(300)).until(() -> !statuses("build").contains("running"));
        assertThat(deliveries.size()).isBetween(4, 5);
    }

    @Test
    void getLostOnDemand() throws Exception {
        test.gitlab.faults().order(Fault.next(Call.WEBHOOK, 3, new Fault.Act.DropBefore()));

        test.gitlab.pipeline(test.project, "a: {script: echo}\n");

        await().until(() -> test.gitlab.calls().of(Call.WEBHOOK, 0) == 3);
        assertThat(deliveries).isEmpty();
    }

    @Test
    void comeUntilSomebodyTakesThemWhereTheWayIsBad() throws Exception {
        try (var bad = gitlab("bad", new HookChaos(1, Duration.ofMillis(20), 1, true))) {
            answer = 500;
            bad.gitlab.pipeline(bad.project, "a: {script: echo}\n");
            await().until(() -> bad.gitlab.calls().of(Call.WEBHOOK, 500) >= 4);
            deliveries.clear();
            answer = 200;

            JsonNode held = TestGitLab.parse(bad.json("POST", "/-/ondes/hold", Json.object()));

            assertThat(statuses("build")).contains("created", "created", "pending", "pending");
            assertThat(held.at("/pending/0/name").asText()).isEqualTo("a");
            assertThat(Instant.parse(held.at("/pending/0/told_at").asText()))
                    .isAfter(Instant.parse(held.at("/pending/0/queued_at").asText()));
            // A GitLab that is held ends a minute later.
            bad.json("DELETE", "/-/ondes/hold", Json.object());
        }
    }

    @Test
    void nothingMovesWhileGitLabIsHeld() throws Exception {
        test.gitlab.pipeline(test.project, "a: {script: echo}\n");
        JsonNode held = TestGitLab.parse(test.json("POST", "/-/ondes/hold", Json.object()));
        assertThat(held.path("pending")).hasSize(1);

        var taken = CompletableFuture.supplyAsync(() -> {
            try {
                return test.take();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        await().during(Duration.ofMillis(300)).until(() -> !taken.isDone());
        test.json("DELETE", "/-/ondes/hold", Json.object());
        assertThat(taken.join().id()).isEqualTo(held.at("/pending/0/id").asLong());
    }
}
