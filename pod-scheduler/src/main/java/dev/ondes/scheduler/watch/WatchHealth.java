package dev.ondes.scheduler.watch;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A watch that ended for good can only be begun by a new process. */
@Liveness
@ApplicationScoped
class WatchHealth implements HealthCheck {
    private final PodWatch watch;

    WatchHealth(PodWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pod-watch").status(watch.alive()).build();
    }
}
