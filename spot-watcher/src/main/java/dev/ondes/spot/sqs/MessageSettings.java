package dev.ondes.spot.sqs;

import java.time.Duration;
import java.util.List;

/**
 * How messages are handled.
 *
 * @param unknownPatience how long after it was sent a warning of an unknown instance waits for its node to appear
 * @param launchPatience how long a launched instance may take to be a ready node
 * @param groups Auto Scaling groups that are this cluster's, where {@code *} stands for anything; only of these are hooks
 *     completed for instances that aren't nodes
 * @param dryRun whether nothing is to be changed at AWS
 */
public record MessageSettings(Duration unknownPatience, Duration launchPatience, List<String> groups, boolean dryRun) {
    public MessageSettings {
        groups = List.copyOf(groups);
    }

    boolean isOurs(String group) {
        return !dryRun && groups.stream().anyMatch(pattern -> matches(pattern, group));
    }

    private static boolean matches(String pattern, String group) {
        return group.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }
}
