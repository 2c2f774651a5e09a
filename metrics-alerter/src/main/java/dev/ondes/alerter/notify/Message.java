package dev.ondes.alerter.notify;

import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is told: an alert began, or it ended. Names in it come from outside, so every receiver quotes them in its own way.
 *
 * @param key one for each firing of each alert, the same from its begin to its end: what receivers tell repetitions by
 * @param jobClass who is hit, where it is one class
 * @param about a queue, where it is one
 * @param since when the trouble began
 * @param resolvedAt null while it fires
 * @param console where to look
 * @param runbook what to do
 */
public record Message(
        String key,
        String alertId,
        String alert,
        Severity severity,
        @Nullable String jobClass,
        @Nullable String about,
        String summary,
        String description,
        Instant since,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable BigDecimal value,
        @Nullable BigDecimal threshold,
        @Nullable URI console,
        @Nullable URI runbook) {

    static Message began(AlertFiring said, Links links) {
        return new Message(
                key(said.alertId(), said.firedAt()),
                said.alertId(),
                said.alert(),
                said.severity(),
                said.jobClass(),
                said.about(),
                said.summary(),
                said.description(),
                said.activeSince(),
                said.firedAt(),
                null,
                said.value(),
                said.threshold(),
                links.console(said.alertId()),
                links.runbook(said.alert()));
    }

    static Message ended(AlertFiring began, AlertResolved said, Links links) {
        return new Message(
                key(said.alertId(), said.firedAt()),
                said.alertId(),
                said.alert(),
                said.severity(),
                said.jobClass(),
                said.about(),
                said.summary(),
                began.description(),
                began.activeSince(),
                said.firedAt(),
                said.resolvedAt(),
                began.value(),
                began.threshold(),
                links.console(said.alertId()),
                links.runbook(said.alert()));
    }

    private static String key(String alertId, Instant firedAt) {
        return alertId + "@" + firedAt.toEpochMilli();
    }

    public boolean isOver() {
        return resolvedAt != null;
    }

    /** Of it in one line. */
    public String title() {
        String hit = jobClass == null ? about : jobClass;
        return (isOver() ? "[RESOLVED] " : "[" + severity.name() + "] ")
                + summary
                + (hit == null ? "" : " (" + hit + ")");
    }
}
