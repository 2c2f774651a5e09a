package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;
import java.util.Optional;

/**
 * The state into which the Auto Scaling group moves the machine. It stays as long as the machine does; {@link Standing} tells
 * it once.
 */
final class LifecycleMonitor implements Monitor {
    private static final String PATH = "/latest/meta-data/autoscaling/target-lifecycle-state";

    private final Imds imds;
    private final Connection connection;
    private final Standing standing;
    private final Duration interval;

    LifecycleMonitor(Imds imds, Standing standing, Duration interval) {
        this.imds = imds;
        this.connection = imds.connection();
        this.standing = standing;
        this.interval = interval;
    }

    @Override
    public String name() {
        return "lifecycle";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        String state = imds.get(connection, PATH, patience).orElse("").strip();
        Optional<InstanceAction> action = action(state);
        if (action.isPresent()) {
            standing.saw(NoticeKind.GROUP_SCALE_IN, new Sighting(action.get(), null, state));
        } else {
            standing.withdrawn(NoticeKind.GROUP_SCALE_IN);
        }
        return action.isPresent();
    }

    /** Detached and Standby leave the machine running. */
    private static Optional<InstanceAction> action(String state) {
        return switch (state) {
            case "Terminated", "Warmed:Terminated" -> Optional.of(InstanceAction.TERMINATE);
            case "Warmed:Stopped" -> Optional.of(InstanceAction.STOP);
            case "Warmed:Hibernated" -> Optional.of(InstanceAction.HIBERNATE);
            default -> Optional.empty();
        };
    }
}
