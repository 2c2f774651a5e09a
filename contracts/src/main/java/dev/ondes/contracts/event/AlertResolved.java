package dev.ondes.contracts.event;

import dev.ondes.contracts.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fired does no longer. Said when it ends, and again when people have been told.
 *
 * @param alertId as in {@code alert.firing}
 * @param alert its name, that of its runbook
 * @param jobClass who was hit, where it was one class
 * @param about a queue, node or job, where it was one
 * @param summary why it ended, in one line
 * @param firedAt when it began
 * @param told which receivers have taken it by now, by their names in the settings
 */
public record AlertResolved(
        String alertId,
        String alert,
        Severity severity,
        @Nullable String jobClass,
        @Nullable String about,
        String summary,
        Instant firedAt,
        Instant resolvedAt,
        @Nullable List<String> told)
        implements EventData {

    /** Copies the list. */
    public AlertResolved {
        told = told == null ? null : List.copyOf(told);
    }

    @Override
    public String subject() {
        return alertId;
    }
}
