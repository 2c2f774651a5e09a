package dev.ondes.messaging.smallrye;

import dev.ondes.messaging.testing.LocalBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the application the tests' broker. */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("ondes.amqp.url", LocalBroker.url());
    }

    @Override
    public void stop() {
        // Ends with the JVM.
    }
}
