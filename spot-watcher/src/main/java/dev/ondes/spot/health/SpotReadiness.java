package dev.ondes.spot.health;

import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.NodeWatch;
import dev.ondes.spot.publish.Outbox;
import dev.ondes.spot.tell.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready, as a leader or as a standby, when nodes and CI pods are known. When each source last answered is told, but decides
 * nothing: a queue that is away must not keep detectors from being heard.
 */
@Readiness
@ApplicationScoped
class SpotReadiness implements HealthCheck {
    private final Leadership leadership;
    private final NodeWatch nodes;
    private final CiPods pods;
    private final Outbox outbox;
    private final Meters meters;

    SpotReadiness(Leadership leadership, NodeWatch nodes, CiPods pods, Outbox outbox, Meters meters) {
        this.leadership = leadership;
        this.nodes = nodes;
        this.pods = pods;
        this.outbox = outbox;
        this.meters = meters;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("spot-watcher")
                .status(nodes.synced() && pods.synced())
                .withData("role", leadership.role().name().toLowerCase(Locale.ROOT))
                .withData("identity", leadership.identity())
                .withData("waiting-for-broker", outbox.waiting());
        Instant now = Instant.now();
        meters.polls()
                .forEach((source, at) -> response.withData(
                        "seconds-since-" + source, Duration.between(at, now).toSeconds()));
        return response.build();
    }
}
