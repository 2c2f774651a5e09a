package dev.ondes.alerter.console.browser;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.console.ConsoleTrial;
import dev.ondes.alerter.console.act.DeadLetterBox;
import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.journal.Entry;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * The console in a real Chromium: three hours of a seeded fleet that has its troubles, and ten thousand jobs more.
 */
@QuarkusTest
@QuarkusTestResource(value = ChromiumResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 10_000;
    private static final long EVIL = 9_000_001;
    private static final List<String> PAGES = List.of(
            "/",
            "/jobs",
            "/jobs/9000001",
            "/jobs/9000002",
            "/nodes",
            "/builds",
            "/builds/b-4000",
            "/queues",
            "/dead-letters",
            "/dead-letters/one?key=letter%40browser.work",
            "/alerts",
            "/silences/new?alert=CiDeadLetters&about=ondes.dead-letters",
            "/cost",
            "/help");

    @Inject
    Keeper keeper;

    @Inject
    Events events;

    @TestHTTPResource("/")
    URI start;

    private final Says says = new Says();
    private Chromium browser;
    private DeadLetterBox box;

    @BeforeAll
    void open() throws Exception {
        browser = Chromium.start(start);
        await().atMost(PATIENCE)
                .until(() -> get(start.resolve("/q/health/ready")).statusCode() == 200);
        Instant now = Instant.now();
        for (int i = 0; i < MANY; i++) {
            Instant end = now.minusSeconds(10_800 + MANY - i);
            hear(says.finished(
                    new Name(20_000_000L + i, "linux-small", "group/many", "many-" + i),
                    i % 9 == 0 ? EndReason.SCRIPT_FAILED : EndReason.SCRIPT_SUCCEEDED,
                    end.minusSeconds(60),
                    end));
        }
        ConsoleTrial.fleet(now).stream()
                .sorted(Comparator.comparing(ConsoleTrial.Timed::at))
                .takeWhile(timed -> !timed.at().isAfter(now))
                .forEach(timed -> hear(timed.event()));
        box = new DeadLetterBox("browser.work");
        box.put("letter", "{\"specversion\": \"1.0\", \"data\": {\"payload\": \"" + "x".repeat(500) + "\"}}");
        await().atMost(PATIENCE)
                .until(() -> get(start.resolve("/alerts")).asString().contains("id=\"n-CiDeadLetters"));
    }

    @AfterAll
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (box != null) {
            box.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,390", "dark,390"})
    void everyPageIsFitForEverybody(String theme, int width) throws Exception {
        // Given
        var fitness = new Fitness(browser, "");
        List<String> wrong = new ArrayList<>();

        // When
        for (String page : PAGES) {
            wrong.addAll(fitness.wrong(page, 200, theme, width));
        }

        // Then
        assertThat(wrong).isEmpty();
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        browser.width(1280, 900);
        browser.open("/");

        // The first stop leads past everything to the content.
        browser.press(Keys.TAB);
        assertThat(browser.isFocused("a.skip")).isTrue();
        browser.press(Keys.ENTER);
        assertThat(browser.isFocused("main")).isTrue();

        // A search, and a job of it.
        browser.press("/");
        assertThat(browser.isFocused("#search")).isTrue();
        browser.press("9000002", Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.path().equals("jobs?q=9000002"));
        browser.tabTo("#job-9000002");
        browser.press(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.path().equals("jobs/9000002"));
        assertThat(browser.text("h1")).contains("Job 9000002: integration");

        // An alert is silenced.
        browser.press("g");
        browser.press("a");
        await().atMost(PATIENCE).until(() -> browser.path().equals("alerts"));
        browser.tabTo("a[href^='/silences/new?alert=CiDeadLetters']");
        browser.press(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.path().startsWith("silences/new"));
        browser.tabTo("#s-reason");
        browser.press("known", Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.text("h1").equals("Silenced"));

        // And that is ended, on a page that looked anew by itself.
        browser.open("/alerts");
        await().atMost(PATIENCE).until(() -> browser.count("button[id^=end-]") == 1);
        browser.tabTo("button[id^=end-]");
        browser.press(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.text("h1").equals("The silence is over"));
    }

    @Test
    void onPaperAPageIsLightAndSaysOfWhenItIsAndInWhichZone() {
        browser.width(1280, 900);
        browser.theme("dark");
        browser.open("/");

        browser.media("print");

        assertThat(browser.text(".foot")).startsWith("All times are in UTC. Printed of what was known at 20");
        assertThat(browser.script("return getComputedStyle(document.querySelector('.top')).display;"))
                .isEqualTo("none");
        assertThat(browser.script("return getComputedStyle(document.querySelector('h1')).color;"))
                .isEqualTo("rgb(20, 25, 29)");
        browser.media("screen");
    }

    @Test
    void namesAreShownAndNotRun() {
        browser.width(1280, 900);
        browser.open("/jobs/" + EVIL);

        assertThat(browser.text("h1")).contains("<script>alert(1)</script>[U+202E]gpj.exe[U+0007]");
        assertThat(browser.script("return document.querySelectorAll('main script, main img').length;"))
                .isEqualTo(0L);
    }

    @Test
    void tenThousandJobsArePagedByTheServer() {
        // Given
        browser.width(1280, 900);

        // When
        browser.open("/jobs?q=many-&page=100");

        // Then
        assertThat(browser.count("#found tbody tr")).isEqualTo(50);
        assertThat((Long) browser.script("""
                const [page] = performance.getEntriesByType('navigation');
                return Math.round(page.domContentLoadedEventEnd - page.startTime);
                """))
                .as("milliseconds until the page is there")
                .isLessThan(5000);
    }

    @Test
    void whatIsSaidIsSeenWithoutReload() {
        // Given
        long job = 30_000_000L;
        browser.width(1280, 900);
        browser.open("/jobs?class=browser-live");
        browser.script("window.sameDocument = true;");
        assertThat(browser.text("#found")).contains("No job is like that");

        // When
        Instant now = Instant.now();
        publish(says.queued(Name.of(job, "browser-live"), now, now));

        // Then
        await().atMost(PATIENCE).until(() -> browser.count("#job-" + job) == 1);
        assertThat(browser.script("return window.sameDocument === true;")).isEqualTo(true);
    }

    /** As the journal's reader hands it over; ten thousand are not worth their way through a broker. */
    private void hear(Event<?> event) {
        keeper.on(new Entry.Said(0, ofItsOwn(event)));
    }

    private void publish(Event<?> event) {
        events.publish(ofItsOwn(event));
    }

    /** Whoever makes events here counts their ids from one. */
    private static Event<?> ofItsOwn(Event<?> event) {
        return new Event<>(
                UUID.randomUUID().toString(),
                event.source(),
                event.time(),
                event.subject(),
                event.traceparent(),
                event.data());
    }
}
