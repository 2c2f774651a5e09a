package dev.ondes.alerter.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console behind a proxy that says who people are: it connects from 127.0.0.2, and whoever else does from elsewhere. */
@QuarkusTest
@QuarkusTestResource(value = ProxyIT.Behind.class, restrictToAnnotatedClass = true)
@NeedsBroker
class ProxyIT {
    private static final String TRUSTED = "127.0.0.2";
    private static final String[] OLGA = {
        "X-Forwarded-User", "olga", "X-Forwarded-Groups", "developers,platform/operators"
    };
    private static final String[] VERA = {"X-Forwarded-User", "vera", "X-Forwarded-Groups", "developers,operator"};
    private static final String[] OTTO = {"X-Forwarded-User", "otto", "X-Forwarded-Groups", "operator,viewer"};

    /** A console that believes one address. */
    public static final class Behind implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            String proxy = "ondes.alerter.console.proxy.";
            return Map.of(
                    "ondes.amqp.url",
                    LocalBroker.url(),
                    "ondes.alerter.console.access",
                    "proxy",
                    proxy + "trusted",
                    TRUSTED,
                    proxy + "viewers",
                    "developers",
                    proxy + "operators",
                    "platform/operators",
                    proxy + "logout-url",
                    "/oauth2/sign_out",
                    // What a proxy that is believed says of where people come from is not who the proxy is.
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true");
        }

        @Override
        public void stop() {
            // Nothing runs.
        }
    }

    @TestHTTPResource("/")
    URI start;

    private Browser proxy;
    private Browser stranger;

    @BeforeEach
    void open() {
        proxy = new Browser(start, TRUSTED);
        stranger = new Browser(start, "127.0.0.1");
    }

    @AfterEach
    void close() {
        proxy.close();
        stranger.close();
    }

    @Test
    void whomTheProxyNamesComesIn() {
        HttpResponse<String> page = proxy.get("/", OLGA);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "You are <bdi class=\"name\">olga</bdi>, who may act.",
                        "<a href=\"/oauth2/sign_out\">Log out</a>")
                .doesNotContain("Nobody logs in here");
    }

    @Test
    void whoMayOnlyLookCannotAct() {
        assertThat(proxy.get("/jobs", VERA).body()).contains("<bdi class=\"name\">vera</bdi>, who may look.");
        assertThat(proxy.get("/silences/new?alert=CiDeadLetters&about=x", VERA).statusCode())
                .isEqualTo(403);
        assertThat(proxy.get("/silences/new?alert=CiDeadLetters&about=x", OLGA).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aGroupThatIsCalledAsARoleIsNone() {
        HttpResponse<String> page = proxy.get("/", OTTO);

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("You may not do that", "ondes.alerter.console.proxy.viewers")
                .contains("href=\"/oauth2/sign_out\">Log out</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/jobs", "/jobs/1", "/nodes", "/builds", "/queues", "/alerts", "/cost", "/help", "/live"})
    void whoeverElseSaysThatIsNotBelieved(String path) {
        HttpResponse<String> page = stranger.get(path, OLGA);

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body())
                .contains("It is not known who you are", "127.0.0.1", "ondes.alerter.console.proxy.trusted")
                .doesNotContain("data-prints", "olga");
    }

    @Test
    void whoeverWritesThatTheyAreTheProxyIsNotBelieved() {
        HttpResponse<String> page = stranger.get(
                "/",
                "X-Forwarded-For",
                TRUSTED,
                "Forwarded",
                "for=" + TRUSTED,
                "X-Forwarded-User",
                "olga",
                "X-Forwarded-Groups",
                "platform/operators");

        assertThat(page.statusCode()).isEqualTo(403);
    }

    @Test
    void aHeaderThatTheProxyLeftInIsNotBelieved() {
        HttpResponse<String> page = proxy.get(
                "/",
                "X-Forwarded-User",
                "vera",
                "X-Forwarded-Groups",
                "platform/operators",
                "X-Forwarded-Groups",
                "developers");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("more than once");
    }

    @Test
    void nobodySpeaksPastTheProxyByAnUpgrade() {
        // The browser asks for HTTP/2 with each first request.
        assertThat(proxy.get("/", VERA).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void whoLeavesNoNameIsToldWhy() {
        HttpResponse<String> page = proxy.get("/");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("The proxy named nobody");
    }

    @Test
    void measuresAndHealthNeedNoName() {
        assertThat(stranger.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/q/metrics").statusCode()).isIn(200, 503);
    }
}
