package dev.ondes.spot.health;

import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.NodeWatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A watch that ended for good can only be begun by a new process. */
@Liveness
@ApplicationScoped
class Watches implements HealthCheck {
    private final NodeWatch nodes;
    private final CiPods pods;

    Watches(NodeWatch nodes, CiPods pods) {
        this.nodes = nodes;
        this.pods = pods;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("watches")
                .status(nodes.alive() && pods.alive())
                .build();
    }
}
