package dev.ondes.alerter.console.act;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.console.access.Browser;
import dev.ondes.alerter.console.access.FakeProvider;
import dev.ondes.alerter.console.access.FakeProvider.Person;
import dev.ondes.alerter.console.access.ProviderResource;
import dev.ondes.messaging.deadletters.DeadLetter;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.deadletters.Selection;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do by hand, as a browser without JavaScript does it, with a real RabbitMQ. */
@QuarkusTest
@QuarkusTestResource(value = ProviderResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class ActIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUEUE = "act.work";
    private static final String FORM = "/silences/new?alert=CiDeadLetters&about=ondes.dead-letters";

    @Inject
    DeadLetters letters;

    FakeProvider provider;

    @TestHTTPResource("/")
    URI start;

    private Browser browser;
    private DeadLetterBox box;

    @BeforeEach
    void open() throws Exception {
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
        browser = new Browser(start);
        box = new DeadLetterBox(QUEUE);
    }

    @AfterEach
    void close() throws Exception {
        letters.discard(new Selection.Those(QUEUE, null, null));
        box.close();
        browser.close();
    }

    @Test
    void anAlertIsSilencedAndEndedAndBothAreWrittenDown() {
        // Given
        logIn("olga", "platform/operators");
        String form = browser.get(FORM).body();

        Map<String, String> filled = Map.of(
                "csrf-token", browser.token(FORM),
                "id", hidden(form, "id"),
                "alert", "CiDeadLetters",
                "about", "ondes.dead-letters",
                "minutes", "60",
                "reason", "known <b>since</b> noon");

        // When
        var answer = browser.post("/silences", filled);

        // Then
        assertThat(answer.body()).contains("Nobody is told of CiDeadLetters for now", "done</span>");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts())
                        .contains(
                                "known &lt;b&gt;since&lt;/b&gt; noon",
                                "silenced CiDeadLetters/ondes.dead-letters",
                                "olga"));

        // When
        var ended =
                browser.post("/silences/end", Map.of("csrf-token", browser.token("/alerts"), "id", hidden(form, "id")));

        // Then
        assertThat(ended.body()).contains("People are told of CiDeadLetters again");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts())
                        .contains("Nothing is silenced", "ended the silence of CiDeadLetters/ondes.dead-letters"));

        // When
        var again = browser.post("/silences", filled);

        // Then
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("The silence that this form began is over");
    }

    @Test
    void aSilenceThatIsTooLongIsRefusedInWords() {
        // Given
        logIn("olga", "platform/operators");

        // When
        var answer = browser.post(
                "/silences",
                Map.of(
                        "csrf-token", browser.token(FORM),
                        "id", "x",
                        "alert", "CiDeadLetters",
                        "minutes", "2000",
                        "reason", "holidays"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Nothing was done", "a day at most");
    }

    @Test
    void aDeadLetterIsShownAsItIsAndNotRun() throws Exception {
        // Given
        logIn("vera", "developers");
        box.put("shown<script>", "{\"name\": \"<script>alert(1)</script>\"}");

        // When
        String list = browser.get("/dead-letters?queue=" + QUEUE).body();
        String one = browser.get("/dead-letters/one?key=shown%3Cscript%3E%40" + QUEUE)
                .body();

        // Then
        assertThat(list)
                .contains("shown&lt;script&gt;@act.work", "job.queued", "rejected")
                .doesNotContain("<script>alert", "Throw the chosen ones away");
        assertThat(one)
                .contains(
                        "{&quot;name&quot;: &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;}",
                        "whoever took it refused it")
                .doesNotContain("<script>alert", "x-death", "Throw it away");
    }

    @Test
    void aDeadLetterIsSentToWhereItDied() throws Exception {
        // Given
        logIn("olga", "platform/operators");
        box.put("again", "{}");
        box.put("stays", "{}");

        // When
        var answer = browser.post(
                "/dead-letters/redrive", Map.of("csrf-token", browser.token("/dead-letters"), "key", "again@" + QUEUE));

        // Then
        assertThat(answer.body()).contains("1 of 1 on their way again");
        assertThat(box.returned()).isEqualTo(1);
        assertThat(keys()).containsExactly("stays@" + QUEUE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts()).contains("sent again from ondes.dead-letters", "olga"));
    }

    @Test
    void whatIsThrownAwayIsNamedBefore() throws Exception {
        // Given
        logIn("olga", "platform/operators");
        box.put("gone", "{}");
        box.put("stays", "{}");
        Map<String, String> chosen = Map.of("csrf-token", browser.token("/dead-letters"), "key", "gone@" + QUEUE);

        // When
        var question = browser.post("/dead-letters/discard", chosen);

        // Then
        assertThat(question.body())
                .contains("These are lost for good", "gone@" + QUEUE, "Throw it away, for good")
                .doesNotContain("stays@" + QUEUE);
        assertThat(keys()).containsExactly("gone@" + QUEUE, "stays@" + QUEUE);

        // When
        var answer = browser.post("/dead-letters/discard/sure", chosen);

        // Then
        assertThat(answer.body()).contains("1 of 1 gone for good");
        assertThat(keys()).containsExactly("stays@" + QUEUE);
        assertThat(box.returned()).isZero();
    }

    @Test
    void whatIsNoLongerThereIsSaid() {
        // Given
        logIn("olga", "platform/operators");

        // When
        var answer = browser.post(
                "/dead-letters/redrive", Map.of("csrf-token", browser.token(FORM), "key", "never@" + QUEUE));

        // Then
        assertThat(answer.body()).contains("not all is done", "0 of 1", "1 were not there any more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/silences",
                "/silences/end",
                "/dead-letters/redrive",
                "/dead-letters/discard",
                "/dead-letters/discard/sure"
            })
    void aViewerMayLookAndNotAct(String deed) throws Exception {
        // Given
        logIn("vera", "developers");
        box.put("safe", "{}");
        String token = browser.token("/dead-letters");

        // When
        var answer = browser.post(deed, Map.of("csrf-token", token, "key", "safe@" + QUEUE));

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You may not do that", "ondes.alerter.console.login.operators");
        assertThat(browser.get(FORM).statusCode()).isEqualTo(403);
        assertThat(keys()).containsExactly("safe@" + QUEUE);
    }

    @Test
    void aFormWithoutItsTokenDoesNothing() throws Exception {
        // Given
        logIn("olga", "platform/operators");
        box.put("safe", "{}");

        // When
        var answer = browser.post("/dead-letters/discard/sure", Map.of("key", "safe@" + QUEUE));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(keys()).containsExactly("safe@" + QUEUE);
    }

    @Test
    void whoseSessionIsOverIsTold() {
        var answer = browser.post("/dead-letters/redrive", Map.of("key", "x"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("You are not logged in", "nothing was done");
    }

    private void logIn(String name, String group) {
        provider.person(new Person(name, List.of(group)));
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
    }

    private String alerts() {
        return browser.get("/alerts").body();
    }

    private List<String> keys() {
        return letters.list(new Selection.Those(QUEUE, null, null), 100).letters().stream()
                .map(DeadLetter::key)
                .toList();
    }

    private static String hidden(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
