package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;
import java.util.Optional;

/**
 * The state into which the Auto Scaling group moves the machine. It stays as long as the machine does; {@link Standing} tells
 * it once.
 */
final class LifecycleMonitor extends ImdsMonitor {
    private static final String PATH = "autoscaling/target-lifecycle-state";

    LifecycleMonitor(Imds imds, Standing standing, Duration interval) {
        super("lifecycle", imds, standing, interval);
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        String state = get(PATH, patience).orElse("").strip();
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
