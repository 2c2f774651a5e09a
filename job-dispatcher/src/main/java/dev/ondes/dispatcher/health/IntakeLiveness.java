package dev.ondes.dispatcher.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when an asking loop hangs or has ended: a restart heals that, and the spool keeps what was taken. */
@Liveness
@ApplicationScoped
public class IntakeLiveness implements HealthCheck {
    private final Loops loops;

    public IntakeLiveness(Loops loops) {
        this.loops = loops;
    }

    @Override
    public HealthCheckResponse call() {
        var stuck = loops.stuck();
        var response = HealthCheckResponse.named("asking-loops").status(stuck.isEmpty());
        stuck.forEach(jobClass -> response.withData(jobClass, "stuck"));
        return response.build();
    }
}
