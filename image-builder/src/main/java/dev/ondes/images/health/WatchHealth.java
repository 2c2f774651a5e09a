package dev.ondes.images.health;

import dev.ondes.images.watch.BuildWatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A watch that ended for good can only be begun by a new process. */
@Liveness
@ApplicationScoped
class WatchHealth implements HealthCheck {
    private final BuildWatch watch;

    WatchHealth(BuildWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("watches").status(watch.alive()).build();
    }
}
