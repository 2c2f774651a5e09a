package dev.ondes.alerter;

import dev.ondes.messaging.testing.LocalBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker, and a file for the address of a webhook, which the test writes. */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
    static final String URL_FILE = "ondes.alerter.receivers.hook.url-file";

    @Override
    public Map<String, String> start() {
        try {
            Path file = Files.createTempFile("ondes-alerter", "url");
            return Map.of(
                    "ondes.alerter.console.access",
                    "open",
                    "ondes.amqp.url",
                    LocalBroker.url(),
                    "ondes.alerter.evaluate-every",
                    "1s",
                    "ondes.alerter.retry-delay",
                    "100ms",
                    "ondes.alerter.rules.CiDeadLetters.for",
                    "0s",
                    "ondes.alerter.rules.CiDeadLetters.keep-firing-for",
                    "0s",
                    "ondes.alerter.receivers.hook.type",
                    "webhook",
                    URL_FILE,
                    file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The broker ends with the JVM.
    }
}
