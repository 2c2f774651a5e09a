package dev.ondes.scheduler.lead;

import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.scheduler.watch.PodWatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready, as a leader or as a standby, when the cache is warm. */
@Readiness
@ApplicationScoped
class RoleHealth implements HealthCheck {
    private final Leadership leadership;
    private final PodWatch watch;

    RoleHealth(Leadership leadership, PodWatch watch) {
        this.leadership = leadership;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pod-scheduler")
                .status(watch.synced())
                .withData("role", leadership.role().name().toLowerCase(Locale.ROOT))
                .withData("identity", leadership.identity())
                .build();
    }
}
