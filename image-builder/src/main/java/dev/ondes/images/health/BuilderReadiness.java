package dev.ondes.images.health;

import dev.ondes.images.watch.BuildWatch;
import dev.ondes.kubernetes.lead.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready, as a leader or as a standby, when all builds are known: before, the same request could become two. */
@Readiness
@ApplicationScoped
class BuilderReadiness implements HealthCheck {
    private final BuildWatch watch;
    private final Leadership leadership;

    BuilderReadiness(BuildWatch watch, Leadership leadership) {
        this.watch = watch;
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("image-builder")
                .status(watch.synced())
                .withData("role", leadership.role().name().toLowerCase(Locale.ROOT))
                .withData("identity", leadership.identity())
                .build();
    }
}
