package dev.ondes.alerter.console.access;

import dev.ondes.messaging.testing.LocalBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker, and somebody who names people. */
public class ProviderResource implements QuarkusTestResourceLifecycleManager {
    private final FakeProvider provider = new FakeProvider();

    @Override
    public Map<String, String> start() {
        return settings(provider.issuer());
    }

    public static Map<String, String> settings(String issuer) {
        try {
            Path secret =
                    Files.writeString(Files.createTempFile("ondes-console", "secret"), FakeProvider.SECRET + "\n");
            String login = "ondes.alerter.console.login.";
            return Map.of(
                    "ondes.amqp.url",
                    LocalBroker.url(),
                    "ondes.alerter.console.access",
                    "login",
                    login + "issuer",
                    issuer,
                    login + "client-id",
                    FakeProvider.CLIENT,
                    login + "client-secret-file",
                    secret.toString(),
                    login + "viewers",
                    "developers",
                    login + "operators",
                    "platform/operators");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(provider, new TestInjector.MatchesType(FakeProvider.class));
    }

    @Override
    public void stop() {
        provider.close();
    }
}
