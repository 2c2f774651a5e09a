package dev.ondes.contracts.event;

import dev.ondes.contracts.alert.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fired does no longer.
 *
 * @param alertId as in {@code alert.firing}
 * @param alert its name, that of its runbook
 * @param jobClass who was hit, where it was one class
 * @param about a queue, node or job, where it was one
 * @param summary why it ended, in one line
 * @param firedAt when it began
 */
public record AlertResolved(
        String alertId,
        String alert,
        Severity severity,
        @Nullable String jobClass,
        @Nullable String about,
        String summary,
        Instant firedAt,
        Instant resolvedAt)
        implements EventData {

    @Override
    public String subject() {
        return alertId;
    }
}
