package dev.ondes.dispatcher.hooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.messaging.Events;
import io.quarkus.test.Mock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GitLabHooksTest {
    private static final String PENDING =
            "{\"object_kind\": \"build\", \"build_id\": 7, \"build_status\": \"pending\"}";
    private static final FakeEvents EVENTS = new FakeEvents();

    @Inject
    Bells bells;

    @Inject
    Outbox<JobCancelRequested> cancelHints;

    @Inject
    Outbox<JobObserved> observed;

    @Dependent
    static class FakeBroker {
        @Mock
        @Produces
        @Singleton
        Events events() {
            return EVENTS;
        }
    }

    @BeforeEach
    void setUp() {
        bells.of("small").hush();
    }

    @Test
    void wakesTheLoopsForAPendingJob() {
        hook().body(PENDING).post("/hooks/gitlab").then().statusCode(200).body(equalTo("woken\n"));

        assertThat(rung()).isTrue();
    }

    @Test
    void refusesAWrongOrMissingSecret() {
        given().header("X-Gitlab-Token", "guess")
                .body(PENDING)
                .post("/hooks/gitlab")
                .then()
                .statusCode(401);
        given().body(PENDING).post("/hooks/gitlab").then().statusCode(401);

        assertThat(rung()).isFalse();
    }

    @Test
    void actsOnARepeatedDeliveryOnce() {
        String key = UUID.randomUUID().toString();
        hook(key).body(PENDING).post("/hooks/gitlab").then().statusCode(200);
        bells.of("small").hush();

        hook(key).body(PENDING).post("/hooks/gitlab").then().statusCode(200).body(equalTo("known already\n"));

        assertThat(rung()).isFalse();
    }

    @Test
    void saysThatAJobIsCanceledAfterTheAnswer() {
        cancelHints.start();

        hook().body("{\"object_kind\": \"build\", \"build_id\": 99, \"build_status\": \"canceling\"}")
                .post("/hooks/gitlab")
                .then()
                .statusCode(200)
                .body(equalTo("cancel-noted\n"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(EVENTS.taken(JobCancelRequested.class))
                        .containsExactly(new JobCancelRequested(99, "canceling")));
    }

    @Test
    void hasSaidWhereAJobStandsWhenItAnswers() {
        observed.start();

        hook().body(job(98)).post("/hooks/gitlab").then().statusCode(200).body(equalTo("woken\n"));

        assertThat(EVENTS.taken(JobObserved.class))
                .extracting(JobObserved::jobId, JobObserved::status)
                .contains(tuple(98L, "pending"));
    }

    @Test
    void wakesTheLoopsAndAnswersWhileTheBrokerIsSlow() {
        observed.start();
        var confirmed = new CompletableFuture<Void>();
        EVENTS.onPublish(event -> confirmed.join());

        hook().body(job(97)).post("/hooks/gitlab").then().statusCode(200).body(equalTo("woken\n"));

        assertThat(rung()).isTrue();
        assertThat(EVENTS.taken(JobObserved.class))
                .extracting(JobObserved::jobId)
                .doesNotContain(97L);
        EVENTS.onPublish(event -> {});
        confirmed.complete(null);
    }

    private static String job(long id) {
        return """
                {"object_kind": "build", "build_id": %d, "build_name": "test", "build_status": "pending", "ref": "main",
                 "project": {"path_with_namespace": "group/project"}}""".formatted(id);
    }

    @Test
    void answersWithSuccessToWhatItDoesNotCareAbout() {
        hook().body("{\"object_kind\": \"push\"}")
                .post("/hooks/gitlab")
                .then()
                .statusCode(200)
                .body(equalTo("ignored\n"));
        hook().contentType("text/plain").body("[]").post("/hooks/gitlab").then().statusCode(200);
    }

    @Test
    void saysWhatIsWrongWithABodyThatIsNoJson() {
        hook().body("variables: secret-of-a-user")
                .post("/hooks/gitlab")
                .then()
                .statusCode(400)
                .body(containsString("the body is no JSON at line 1"));
    }

    @Test
    void takesABodyAsBigAsGitLabSends() {
        byte[] body = ("{\"object_kind\": \"build\", \"commit\": {\"message\": \"" + "x".repeat(24_900_000)
                        + "\"}, \"build_status\": \"pending\"}")
                .getBytes(StandardCharsets.UTF_8);

        hook().body(body).post("/hooks/gitlab").then().statusCode(200).body(equalTo("woken\n"));
    }

    @Test
    void refusesABiggerBodyBeforeItCame() throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            String head = "POST /hooks/gitlab HTTP/1.1\r\nHost: localhost\r\nContent-Length: 28000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 413".length());

            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void countsWebhooksByKindAndResult() {
        hook().body("{\"object_kind\": \"pipeline\", \"builds\": []}").post("/hooks/gitlab");

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("ondes_dispatcher_hooks_total{kind=\"pipeline\",result=\"ignored\"}"));
    }

    private static RequestSpecification hook() {
        return hook(UUID.randomUUID().toString());
    }

    private static RequestSpecification hook(String key) {
        return given().header("X-Gitlab-Token", "s3cret-of-the-hook")
                .header("X-Gitlab-Event", "Job Hook")
                .header("Idempotency-Key", key)
                .contentType("application/json");
    }

    /** Whether the bell has rung; hushes it. */
    private boolean rung() {
        return bells.of("small").hush();
    }
}
