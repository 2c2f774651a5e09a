package dev.ondes.dispatcher.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the start to the stop. Whether GitLab can be reached is told and doesn't count: webhooks must get in. */
@Readiness
@ApplicationScoped
public class IntakeReadiness implements HealthCheck {
    private final Loops loops;

    public IntakeReadiness(Loops loops) {
        this.loops = loops;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("intake").status(loops.takesPart());
        loops.doing().forEach(response::withData);
        return response.build();
    }
}
