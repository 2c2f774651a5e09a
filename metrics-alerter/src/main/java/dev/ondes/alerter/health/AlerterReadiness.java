package dev.ondes.alerter.health;

import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.lead.Leader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the journal was read once: figures before that are those of some time of the day. */
@Readiness
@ApplicationScoped
class AlerterReadiness implements HealthCheck {
    private final Keeper keeper;
    private final Leader leader;

    AlerterReadiness(Keeper keeper, Leader leader) {
        this.keeper = keeper;
        this.leader = leader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("metrics-alerter")
                .status(keeper.isCaughtUp())
                .withData("role", leader.leads() ? "leader" : "standby")
                .withData(
                        "jobs",
                        keeper.newest().endedCount() + keeper.newest().active().size())
                .build();
    }
}
