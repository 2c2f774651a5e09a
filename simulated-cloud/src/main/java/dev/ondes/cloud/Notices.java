package dev.ondes.cloud;

import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.AzureMachine;
import dev.ondes.cloud.metadata.GcpMachine;
import dev.ondes.cloud.metadata.Machine;
import dev.ondes.cloud.metadata.MaintenanceEvent;
import dev.ondes.cloud.metadata.ScheduledEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Gives a machine notice in its own cloud's way, by one word for all clouds: {@code spot}, {@code rebalance},
 * {@code scale-in}, {@code maintenance}, {@code preempted} (the same as spot).
 */
final class Notices {
    private static final Duration AWS = Duration.ofMinutes(2);
    private static final Duration OTHERS = Duration.ofSeconds(30);
    private static final Duration MAINTENANCE = Duration.ofMinutes(15);

    private final Clock clock;

    Notices(Clock clock) {
        this.clock = clock;
    }

    /** Returns the cloud's own id of the event, or what stands for one. */
    String give(Machine machine, Wish wish) {
        String kind = wish.text("kind");
        return switch (machine) {
            case AwsMachine aws -> give(aws, kind, wish);
            case GcpMachine gcp -> give(gcp, kind, wish);
            case AzureMachine azure -> give(azure, kind, wish);
        };
    }

    void takeBack(Machine machine, Wish wish) {
        String kind = wish.text("kind");
        switch (machine) {
            case AwsMachine aws -> takeBack(aws, kind, wish);
            case GcpMachine gcp -> {
                switch (kind) {
                    case "spot", "preempted" -> gcp.forgetPreemption();
                    case "maintenance" -> gcp.maintenance("NONE");
                    default -> throw unknown(kind, gcp);
                }
            }
            case AzureMachine azure -> azure.vanish(wish.text("id"));
        }
    }

    private String give(AwsMachine aws, String kind, Wish wish) {
        switch (kind) {
            case "spot", "preempted" -> aws.interrupt(wish.text("action", "terminate"), in(wish, AWS));
            case "rebalance" -> aws.recommendRebalance();
            case "scale-in", "scale-down" -> aws.targetState("Terminated");
            case "maintenance" -> {
                String id = wish.text(
                        "id", "instance-event-" + UUID.randomUUID().toString().substring(0, 12));
                Instant begin = in(wish, MAINTENANCE);
                aws.schedule(new MaintenanceEvent(
                        id,
                        wish.text("code", "system-reboot"),
                        "scheduled for maintenance",
                        begin,
                        begin.plus(Duration.ofHours(2)),
                        "active"));
                return id;
            }
            default -> throw unknown(kind, aws);
        }
        return kind;
    }

    private String give(GcpMachine gcp, String kind, Wish wish) {
        switch (kind) {
            case "spot", "preempted" -> gcp.preempt();
            case "maintenance" -> gcp.maintenance(wish.text("code", "TERMINATE_ON_HOST_MAINTENANCE"));
            default -> throw unknown(kind, gcp);
        }
        return kind;
    }

    private String give(AzureMachine azure, String kind, Wish wish) {
        String type =
                switch (kind) {
                    case "spot", "preempted" -> "Preempt";
                    case "scale-in", "scale-down" -> "Terminate";
                    case "maintenance" -> wish.text("code", "Reboot");
                    default -> throw unknown(kind, azure);
                };
        String id = wish.text("id", UUID.randomUUID().toString());
        azure.schedule(new ScheduledEvent(
                id,
                type,
                List.of(azure.name()),
                in(wish, type.equals("Preempt") ? OTHERS : MAINTENANCE),
                wish.number("seconds", -1)));
        return id;
    }

    private static void takeBack(AwsMachine aws, String kind, Wish wish) {
        switch (kind) {
            case "spot", "preempted" -> aws.forgetInterruption();
            case "rebalance" -> aws.forgetRebalance();
            case "scale-in", "scale-down" -> aws.targetState("InService");
            case "maintenance" -> aws.cancelMaintenance(wish.text("id"));
            default -> throw unknown(kind, aws);
        }
    }

    /** Whole seconds, as clouds tell times. */
    private Instant in(Wish wish, Duration usual) {
        return clock.instant().plus(wish.time("in", usual)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static AdminException unknown(String kind, Machine machine) {
        return new AdminException(400, "no notice '" + kind + "' on " + machine.cloud());
    }
}
