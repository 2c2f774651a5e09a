package dev.ondes.alerter.console.access;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.console.access.FakeProvider.Person;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console behind a login: a whole way to a provider and back, by HTTP. */
@QuarkusTest
@QuarkusTestResource(value = ProviderResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class LoginIT {
    private static final Person VIEWER = new Person("vera", List.of("developers", "operator"));
    private static final Person OPERATOR = new Person("olga", List.of("platform/operators"));
    private static final Person STRANGER = new Person("otto", List.of("operator", "viewer", "*"));

    FakeProvider provider;

    @TestHTTPResource("/")
    URI start;

    private Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(start);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/jobs", "/jobs/1", "/nodes", "/builds", "/queues", "/alerts", "/cost", "/help", "/login"})
    void whoHasNotLoggedInIsLedToTheProvider(String path) {
        Response answer = given().redirects().follow(false).get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith(provider.issuer() + "/authorize?");
        assertThat(FakeProvider.query(answer.header("Location")))
                .containsEntry("client_id", FakeProvider.CLIENT)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid profile email")
                .containsEntry("redirect_uri", start.resolve("/login").toString())
                .containsKeys("nonce", "state", "code_challenge");
    }

    /** A form's way to the provider would be asked of the policy by browsers, redirect by redirect. */
    @Test
    void whoComesFromAPageOfOursIsLedToTheProviderByAPage() {
        Response answer = given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin")
                .get("/jobs?q=x");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("Refresh")).startsWith("0; url=" + provider.issuer() + "/authorize?");
        assertThat(answer.header("Location")).isNull();
        assertThat(answer.header("Content-Security-Policy")).contains("form-action 'self';");
        assertThat(answer.asString()).contains("Your session is over");
        assertThat(answer.cookies().keySet()).anyMatch(name -> name.startsWith("q_auth"));
    }

    @Test
    void whoHasNotLoggedInLearnsNothing() {
        assertThat(given().header("HX-Request", "true").get("/jobs").statusCode())
                .isEqualTo(401);
        assertThat(given().accept("text/event-stream").get("/live").statusCode())
                .isEqualTo(401);
        assertThat(get("/nothing").then().statusCode(404).extract().asString()).doesNotContain("firing", "data-prints");
    }

    @Test
    void measuresAndHealthNeedNoLogin() {
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics").statusCode()).isIn(200, 503);
    }

    @Test
    void aViewerComesBackToWhereTheyWantedToGo() {
        // Given
        provider.person(VIEWER);

        // When
        var page = browser.get("/jobs?q=x");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri()).hasToString(start.resolve("/jobs?q=x").toString());
        assertThat(page.body()).contains("Logged in as <bdi class=\"name\">vera</bdi>, who may look.");
    }

    @Test
    void anOperatorMayAct() {
        provider.person(OPERATOR);

        assertThat(browser.get("/").body()).contains("Logged in as <bdi class=\"name\">olga</bdi>, who may act.");
    }

    @Test
    void aGroupThatIsCalledAsARoleIsNone() {
        // Given
        provider.person(STRANGER);

        // When
        var page = browser.get("/");

        // Then
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("You may not do that", "ondes.alerter.console.login.viewers")
                .doesNotContain("data-prints");
        assertThat(browser.post("/logout", Map.of("csrf-token", browser.token("/logout")))
                        .body())
                .contains("You are logged out");
    }

    @Test
    void theSessionIsSealedAndLastsLongerThanTheProvidersToken() {
        // Given
        provider.person(VIEWER);

        // When
        browser.get("/");

        // Then
        HttpCookie session = session();
        assertThat(session.isHttpOnly()).isTrue();
        assertThat(Duration.ofSeconds(session.getMaxAge())).isBetween(Duration.ofHours(8), Duration.ofHours(9));
        assertThat(session.getValue().split("\\.")).as("a JWE").hasSize(5);
        assertThat(browser.cookies()).extracting(HttpCookie::getName).noneMatch(name -> name.startsWith("q_auth"));
    }

    @Test
    void aSessionThatSomebodyMadeUpIsNone() {
        Response answer = given().redirects()
                .follow(false)
                .cookie("q_session", "a.b.c.d.e")
                .get("/");

        assertThat(answer.statusCode()).isEqualTo(302);
    }

    @Test
    void whoLogsOutIsOut() {
        // Given
        provider.person(VIEWER);
        String token = browser.token("/");

        // When
        var answer = browser.post("/logout", Map.of("csrf-token", token));

        // Then
        assertThat(answer.body()).contains("You are logged out");
        assertThat(browser.cookies()).extracting(HttpCookie::getName).noneMatch(name -> name.startsWith("q_session"));
        assertThat(browser.get("/", "HX-Request", "true").statusCode()).isEqualTo(401);
    }

    @Test
    void aFormWithoutItsTokenDoesNothing() {
        // Given
        provider.person(VIEWER);
        browser.get("/");

        // When
        var answer = browser.post("/logout", Map.of("csrf-token", "guessed"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("Nothing was done", "Open the page anew");
        assertThat(browser.get("/").body()).contains("Logged in as");
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() {
        // Given
        provider.person(VIEWER);
        String token = browser.token("/");

        // When
        var answer = browser.post("/logout", Map.of("csrf-token", token), "Sec-Fetch-Site", "cross-site");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("another site");
        assertThat(browser.get("/").body()).contains("Logged in as");
    }

    @Test
    void aLoginThatSomebodyElseBeganIsBegunAnew() {
        // Given
        Response begun = given().redirects().follow(false).get("/");

        // When
        Response answer = given().redirects()
                .follow(false)
                .cookies(begun.cookies())
                .queryParam("code", "somebody-elses")
                .queryParam("state", "somebody-elses")
                .get("/login");

        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith(provider.issuer() + "/authorize?");
        assertThat(answer.cookies()).doesNotContainKey("q_session_console");
    }

    @Test
    void aCodeThatTheProviderDoesNotKnowDoesNotCount() {
        // Given
        Response begun = given().redirects().follow(false).get("/");

        // When
        Response answer = given().redirects()
                .follow(false)
                .cookies(begun.cookies())
                .queryParam("code", "made-up")
                .queryParam(
                        "state", FakeProvider.query(begun.header("Location")).get("state"))
                .get("/login");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString()).contains("The login did not come to its end");
    }

    @Test
    void whomTheProviderRefusesIsTold() {
        var page = browser.get("/login/refused?error=access_denied&error_description=call%20Mallory");

        assertThat(page.body()).contains("You were not let in", "access_denied").doesNotContain("Mallory");
    }

    @Test
    void wordsOfWhoMadeALinkAreNotShown() {
        var page = browser.get("/login/refused?error=call%20Mallory");

        assertThat(page.body())
                .contains("You were not let in", "in words that are known here")
                .doesNotContain("Mallory");
    }

    private HttpCookie session() {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().startsWith("q_session"))
                .findFirst()
                .orElseThrow();
    }
}
