package dev.ondes.alerter.console.browser;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real Chromium where there is little to show: after a fresh install, where something is not there or broke, and without its broker. */
@QuarkusTest
@QuarkusTestResource(value = FreshBrokerResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmptyBrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GONE = "The broker is gone since";

    /** What is said on a page where nothing is known, of what to do next. */
    private static final Map<String, String> FRESH = Map.of(
            "/", "does a pod-scheduler run",
            "/jobs", "a webhook with Job events must lead to job-dispatcher",
            "/nodes", "That is told by spot-watcher",
            "/builds", "Builds are told of by image-builder",
            "/queues", "ondes.dead-letters",
            "/dead-letters", "There are none",
            "/alerts", "Nothing fires",
            "/cost", "ondes.scheduler.price-file");

    private static final Map<String, Integer> ERRORS = Map.of(
            "/jobs/1", 404,
            "/builds/none", 404,
            "/nothing", 404,
            "/silences/new?alert=CiDeadLetters", 403,
            "/silences/end", 405,
            "/broken", 500);

    @TestHTTPResource("/")
    URI start;

    CutProxy line;

    private Chromium browser;

    @BeforeAll
    void open() {
        browser = Chromium.start(start);
        await().atMost(PATIENCE)
                .until(() -> get(start.resolve("/q/health/ready")).statusCode() == 200);
        await().atMost(PATIENCE)
                .until(() -> get(start.resolve("/queues")).asString().contains("ondes.dead-letters"));
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,390"})
    void everyPageOfAFreshInstallSaysWhatItMeansAndWhatToDo(String theme, int width) throws Exception {
        // Given
        var fitness = new Fitness(browser, "fresh-");
        List<String> wrong = new ArrayList<>();

        // When
        for (String page : FRESH.keySet()) {
            wrong.addAll(fitness.wrong(page, 200, theme, width));
            if (!browser.text("main").contains(FRESH.get(page))) {
                wrong.add(page + " does not say \"" + FRESH.get(page) + "\"");
            }
            if (!browser.text("#banners").contains("Nothing was ever heard")) {
                wrong.add(page + " does not say that nothing was ever heard");
            }
        }

        // Then
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"dark,1280", "light,390"})
    void whatIsNotThereNotAllowedOrBrokenIsSaidWithAWayOn(String theme, int width) throws Exception {
        // Given
        var fitness = new Fitness(browser, "error-");
        List<String> wrong = new ArrayList<>();

        // When
        for (String page : ERRORS.keySet()) {
            wrong.addAll(fitness.wrong(page, ERRORS.get(page), theme, width));
            if (browser.count("main a[href].button") == 0) {
                wrong.add(page + " leads nowhere");
            }
        }

        // Then
        assertThat(wrong).isEmpty();
        assertThat(get(start.resolve("/broken")).asString())
                .contains("This page broke")
                .doesNotContain("secret");
    }

    @Test
    void aBrokerThatGoesIsSaidByAnOpenPageAndSoIsItsReturn() throws Exception {
        // Given
        var fitness = new Fitness(browser, "away-");
        browser.width(1280, 900);
        browser.open("/");

        // When
        line.refuse(true);
        line.cut();

        // Then
        await().atMost(PATIENCE).until(() -> browser.text("#banners").contains(GONE));
        List<String> wrong = new ArrayList<>();
        for (String page : List.of("/", "/jobs", "/queues", "/alerts")) {
            wrong.addAll(fitness.wrong(page, 200, "light", 390));
            wrong.addAll(fitness.wrong(page, 200, "dark", 1280));
        }
        browser.open("/");
        assertThat(browser.text("#banners")).contains(GONE);
        line.refuse(false);
        await().atMost(PATIENCE).until(() -> !browser.text("#banners").contains(GONE));
        assertThat(wrong).isEmpty();
    }
}
