package dev.ondes.alerter.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.console.access.FakeProvider;
import dev.ondes.alerter.console.access.FakeProvider.Person;
import dev.ondes.alerter.console.access.ProviderResource;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A login in a real Chromium, which asks the pages' policy where forms may lead. */
@QuarkusTest
@QuarkusTestResource(value = ProviderResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class LoginBrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    FakeProvider provider;

    @TestHTTPResource("/")
    URI start;

    private Chromium browser;

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aSearchAfterTheSessionsEndLeadsThroughWhateverWayTheProviderTakes() {
        // Given
        provider.person(new Person("vera", List.of("developers")));
        provider.asksElsewhere();
        browser = Chromium.start(start);
        browser.open("/");
        assertThat(browser.text(".who")).contains("vera");
        browser.forgetCookies();

        // When
        browser.press("/");
        browser.press("compile", Keys.ENTER);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(browser.path()).isEqualTo("jobs?q=compile"));
        assertThat(browser.text(".who")).contains("vera");
        assertThat(browser.complaints()).noneMatch(one -> one.contains("form-action"));
    }
}
