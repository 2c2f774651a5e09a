package dev.ondes.scheduler.create;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a class gets no pods for a reason that an operator must mend; the data names class and reason. */
@Readiness
@ApplicationScoped
class ObstacleHealth implements HealthCheck {
    private final Obstacles obstacles;

    ObstacleHealth(Obstacles obstacles) {
        this.obstacles = obstacles;
    }

    @Override
    public HealthCheckResponse call() {
        var found = obstacles.toMend();
        var response = HealthCheckResponse.named("pods-taken").status(found.isEmpty());
        found.forEach(response::withData);
        return response.build();
    }
}
