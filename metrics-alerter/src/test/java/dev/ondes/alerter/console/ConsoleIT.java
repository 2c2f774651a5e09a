package dev.ondes.alerter.console;

import static dev.ondes.alerter.testing.Says.room;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.BrokerResource;
import dev.ondes.alerter.console.page.Rehearsal;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's pages as a browser without JavaScript has them, with a real RabbitMQ. */
@QuarkusTest
@QuarkusTestResource(value = BrokerResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Events events;

    @Inject
    Rehearsal rehearsal;

    @TestHTTPResource("/live")
    URI live;

    private final Says says = new Says();

    @BeforeEach
    void ready() {
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void pagesCanBeMadeBeforeAnybodyAsks() {
        assertThat(rehearsal.play()).isGreaterThan(10_000);
    }

    @Test
    void aClassIsShownWithItsRoom() {
        // When
        publish(says.capacity(Instant.now(), room("console-small", 10, 4)));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page("/")).contains("console-small", "6 of 10, 4 free"));
    }

    @Test
    void aJobIsFoundAndItsNamesAreShownAndNotRun() {
        // Given
        Instant now = Instant.now();
        var job = new Name(
                now.toEpochMilli(),
                "console-evil",
                "group/<img src=x onerror=alert(1)>",
                "<script>alert(2)</script>\u202eno");

        // When
        publish(says.queued(job, now, now));

        // Then
        await().atMost(PATIENCE).until(() -> get("/jobs/" + job.id()).statusCode() == 200);
        for (String path : List.of("/jobs/" + job.id(), "/jobs?q=" + job.id(), "/jobs?class=console-evil")) {
            assertThat(page(path))
                    .as(path)
                    .contains("&lt;script&gt;alert(2)&lt;/script&gt;[U+202E]no", "group/&lt;img src=x")
                    .doesNotContain("<script>alert", "<img src=x", "\u202e");
        }
        assertThat(page("/jobs/" + job.id()))
                .contains("href=\"https://gitlab.example.com/group/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E/-/jobs/"
                        + job.id());
    }

    @Test
    void aSearchIsShownAsItWasTypedAndNotRun() {
        String page = given().queryParam("q", "\"><script>alert(3)</script>")
                .get("/jobs")
                .asString();

        assertThat(page)
                .contains("No job is like that", "value=\"&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/jobs", "/nodes", "/builds", "/queues", "/alerts", "/cost", "/help", "/jobs?page=x&sort=y"
            })
    void everyPageCanBeSeen(String path) {
        assertThat(page(path)).contains("<h1>", "<main id=\"main\"", "Skip to the content");
    }

    @Test
    void whatIsNotKnownIsSaidInWords() {
        assertThat(get("/jobs/1").then().statusCode(404).extract().asString()).contains("Job 1 is not known here");
        assertThat(get("/jobs/abc").then().statusCode(404).extract().asString()).contains("Job abc is not known here");
        assertThat(get("/nothing").then().statusCode(404).extract().asString())
                .contains("This address is not known here");
        assertThat(get("/builds/none").then().statusCode(404).extract().asString())
                .contains("The build none is not known");
    }

    @Test
    void allThatAPageLoadsIsOurOwnAndMayBeKept() {
        String page = page("/");

        assertThat(Pattern.compile("(?:src|href)=\"([^\"#]+\\.(?:js|css|svg))\"")
                        .matcher(page)
                        .results()
                        .map(MatchResult::group))
                .hasSizeGreaterThanOrEqualTo(7);
        Pattern.compile("(?:src|href)=\"([^\"#]+\\.(?:js|css|svg))\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .forEach(file -> assertThat(
                                get(file).then().statusCode(200).extract().header("Cache-Control"))
                        .as(file)
                        .contains("immutable"));
        assertThat(page).doesNotContain("<script>", " style=\"", "onclick", "http://", "https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/jobs", "/jobs/1", "/nothing", "/live", "/assets/x/y", "/q/health/live", "/preferences"})
    void everyAnswerTellsBrowsersToBeStrict(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(live.resolve(path)).build(), HttpResponse.BodyHandlers.ofInputStream());

            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .startsWith("default-src 'none';")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().map())
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("referrer-policy", List.of("same-origin"))
                    .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsKey("permissions-policy");
            client.shutdownNow();
        }
    }

    @Test
    void thatNobodyLogsInIsSaidOnEveryPage() {
        assertThat(page("/jobs"))
                .contains("Nobody logs in here: who reaches this page may look, and nobody may act")
                .doesNotContain("Log out");
        assertThat(get("/silences/new?alert=CiDeadLetters")
                        .then()
                        .statusCode(403)
                        .extract()
                        .asString())
                .contains("all may look and nobody may act");
        assertThat(get("/login").then().statusCode(403).extract().asString()).contains("Nobody may act here");
    }

    @Test
    void scriptsArePackedAndPagesAreNot() {
        String script = Pattern.compile("src=\"([^\"]+/htmx\\.js)\"")
                .matcher(page("/"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(given().header("Accept-Encoding", "gzip").get(script).header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(given().header("Accept-Encoding", "gzip").get("/").header("Content-Encoding"))
                .isNull();
    }

    @Test
    void whatIsSaidReachesAnOpenPage() throws Exception {
        // Given
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofLines());
            Thread.ofVirtual().start(() -> follow(answer.body(), heard));
            await().atMost(PATIENCE).until(() -> heard.size() >= 1);
            int before = heard.size();

            // When
            Instant now = Instant.now();
            publish(says.observed(Name.of(now.toEpochMilli(), "console-live"), "pending", now));

            // Then
            await().atMost(PATIENCE).until(() -> heard.size() > before);
            client.shutdownNow();
        }
    }

    private static void follow(Stream<String> lines, Set<String> heard) {
        try {
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> line.replaceFirst(".*\"jobs\":(-?\\d+).*", "$1"))
                    .forEach(heard::add);
        } catch (UncheckedIOException e) {
            // The test is over. Uncaught, it would end whatever waits then.
        }
    }

    @Test
    void aThemeIsKeptAndLeadsBack() {
        var answer = given().redirects()
                .follow(false)
                .queryParam("theme", "dark")
                .queryParam("back", "/jobs?q=x")
                .get("/preferences");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("/jobs?q=x");
        assertThat(given().cookie("ondes-theme", answer.cookie("ondes-theme"))
                        .get("/")
                        .asString())
                .contains("data-theme=\"dark\"");
    }

    private static String page(String path) {
        return get(path).then().statusCode(200).extract().asString();
    }

    private void publish(Event<? extends EventData> event) {
        events.publish(new Event<>(
                UUID.randomUUID().toString(),
                event.source(),
                event.time(),
                event.subject(),
                event.traceparent(),
                event.data()));
    }
}
