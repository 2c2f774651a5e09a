package dev.ondes.alerter.console.browser;

import dev.ondes.messaging.testing.LocalBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A broker, and a console in which everybody may act. */
public class ChromiumResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "ondes.amqp.url", LocalBroker.url(),
                "ondes.alerter.evaluate-every", "1s",
                "ondes.alerter.rules.CiDeadLetters.for", "0s",
                "ondes.alerter.console.access", "open",
                "ondes.alerter.console.open-may-act", "true");
    }

    @Override
    public void stop() {
        // The broker ends with the JVM.
    }
}
