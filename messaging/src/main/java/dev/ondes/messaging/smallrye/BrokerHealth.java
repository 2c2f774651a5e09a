package dev.ondes.messaging.smallrye;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the broker can be reached, takes messages, has our topology, and every open channel consumes. Readiness
 * only: as liveness it would restart every pod at once when the broker is away.
 */
@Readiness
@ApplicationScoped
public class BrokerHealth implements HealthCheck {
    private final Broker broker;

    @Inject
    BrokerHealth(Broker broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var troubles = broker.troubles();
        var response = HealthCheckResponse.named("broker").status(troubles.isEmpty());
        for (int i = 0; i < troubles.size(); i++) {
            response.withData("trouble-" + (i + 1), troubles.get(i));
        }
        return response.build();
    }
}
