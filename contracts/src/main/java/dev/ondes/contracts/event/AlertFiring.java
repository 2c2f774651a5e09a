package dev.ondes.contracts.event;

import dev.ondes.contracts.alert.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert began to fire. Said when it begins, and again when people have been told; read back from the journal it keeps a restart
 * from firing it again, and from telling them twice.
 *
 * @param alertId the same from firing to resolved, and whenever the same alert hits the same thing again
 * @param alert its name, that of its runbook
 * @param jobClass who is hit, where it is one class
 * @param about a queue, node or job, where it is one
 * @param summary what is wrong, without figures
 * @param description the same with figures, for the person who is woken
 * @param activeSince since when the condition holds
 * @param firedAt when it had held for long enough
 * @param value what was measured, in the threshold's unit
 * @param told which receivers have taken it by now, by their names in the settings
 */
public record AlertFiring(
        String alertId,
        String alert,
        Severity severity,
        @Nullable String jobClass,
        @Nullable String about,
        String summary,
        String description,
        Instant activeSince,
        Instant firedAt,
        @Nullable BigDecimal value,
        @Nullable BigDecimal threshold,
        @Nullable List<String> told)
        implements EventData {

    /** Copies the list. */
    public AlertFiring {
        told = told == null ? null : List.copyOf(told);
    }

    @Override
    public String subject() {
        return alertId;
    }
}
