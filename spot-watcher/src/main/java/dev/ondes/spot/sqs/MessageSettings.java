package dev.ondes.spot.sqs;

import java.time.Duration;
import java.util.List;

/**
 * How messages are handled.
 *
 * @param unknownPatience how long after it was sent a warning of an unknown instance waits for its node to appear
 * @param launchPatience how long a launched instance may take to be a ready node
 * @param groups Auto Scaling groups whose hooks are ours, where {@code *} stands for anything. Where none is named, hooks of
 *     all our nodes are; those of instances that aren't nodes never are
 * @param dryRun whether nothing is to be changed at AWS
 */
public record MessageSettings(Duration unknownPatience, Duration launchPatience, List<String> groups, boolean dryRun) {
    public MessageSettings {
        groups = List.copyOf(groups);
    }

    /** Whether an instance that is a node of ours is held in its hook: others may have hooks on our groups, too. */
    boolean holds(String group) {
        return groups.isEmpty() || isOurs(group);
    }

    boolean isOurs(String group) {
        return !dryRun && groups.stream().anyMatch(pattern -> matches(pattern, group));
    }

    private static boolean matches(String pattern, String group) {
        return group.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }
}
