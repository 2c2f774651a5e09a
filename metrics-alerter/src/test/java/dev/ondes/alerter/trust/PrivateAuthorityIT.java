package dev.ondes.alerter.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.console.access.Browser;
import dev.ondes.alerter.console.access.FakeProvider;
import dev.ondes.alerter.console.access.FakeProvider.Person;
import dev.ondes.alerter.console.access.ProviderResource;
import dev.ondes.alerter.notify.Email;
import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A login's provider and a mail server whose certificates are of a private authority. */
@QuarkusTest
@QuarkusTestResource(value = PrivateAuthorityIT.Company.class, restrictToAnnotatedClass = true)
@NeedsBroker
class PrivateAuthorityIT {
    @TestHTTPResource("/")
    URI start;

    FakeProvider provider;
    FakeMailServer post;

    @Inject
    Email.Mails mails;

    /** Both, by one authority. */
    public static final class Company implements QuarkusTestResourceLifecycleManager {
        private final PrivateAuthority authority;
        private final FakeProvider provider;
        private final FakeMailServer post;

        public Company() {
            try {
                authority = PrivateAuthority.in(Files.createTempDirectory("ondes-authority"));
                provider = new FakeProvider(authority);
                post = new FakeMailServer(authority.server());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(ProviderResource.settings(provider.issuer()));
            settings.put("ondes.alerter.ca-file", authority.pem().toString());
            settings.put("quarkus.mailer.mock", "false");
            settings.put("quarkus.mailer.host", "127.0.0.1");
            settings.put("quarkus.mailer.port", String.valueOf(post.port()));
            settings.put("quarkus.mailer.start-tls", "REQUIRED");
            settings.put("quarkus.mailer.from", "ondes@example.com");
            return settings;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(provider, new TestInjector.MatchesType(FakeProvider.class));
            injector.injectIntoFields(post, new TestInjector.MatchesType(FakeMailServer.class));
        }

        @Override
        public void stop() {
            provider.close();
            post.close();
        }
    }

    @Test
    void whoLogsInByAProviderOfAPrivateAuthorityComesIn() {
        provider.person(new Person("vera", List.of("developers")));
        try (var browser = new Browser(start, provider.authorities())) {
            assertThat(browser.get("/").body()).contains("Logged in as <bdi class=\"name\">vera</bdi>, who may look.");
        }
    }

    @Test
    void mailGoesThroughStartTlsToAServerOfAPrivateAuthority() {
        mails.send(List.of("olga@example.com"), "Jobs wait", "The oldest of class small\n");

        assertThat(post.mails)
                .singleElement()
                .asString()
                .contains("Subject: Jobs wait", "To: olga@example.com", "The oldest of class small");
    }
}
