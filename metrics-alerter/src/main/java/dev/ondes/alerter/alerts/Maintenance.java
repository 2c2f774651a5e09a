package dev.ondes.alerter.alerts;

import java.time.Instant;
import java.util.Set;

/**
 * A time in which people expect trouble.
 *
 * @param from included
 * @param until not included
 * @param alerts which; all where empty
 * @param subjects classes or queues; all where empty
 */
public record Maintenance(Instant from, Instant until, Set<String> alerts, Set<String> subjects) {
    public Maintenance {
        alerts = Set.copyOf(alerts);
        subjects = Set.copyOf(subjects);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "the maintenance window from " + from + " to " + until + " ends before it begins");
        }
    }

    boolean covers(AlertKey alert, Instant at) {
        return !at.isBefore(from)
                && at.isBefore(until)
                && (alerts.isEmpty() || alerts.contains(alert.rule()))
                && (subjects.isEmpty() || subjects.contains(alert.subject()));
    }
}
