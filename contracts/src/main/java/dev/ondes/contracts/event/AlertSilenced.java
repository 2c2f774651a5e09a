package dev.ondes.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody knows of an alert: nobody is told of it for a time. Said again, with the same id and an earlier end, when somebody ends it by hand.
 *
 * @param silenceId of its own, not that of the alert
 * @param alert the alert's name
 * @param about the class or queue that it is silent for; all where it is absent
 * @param from included
 * @param until not included
 * @param reason in the words of who silenced it
 * @param by who said it, as the login names them
 */
public record AlertSilenced(
        String silenceId, String alert, @Nullable String about, Instant from, Instant until, String reason, String by)
        implements EventData {

    @Override
    public String subject() {
        return silenceId;
    }
}
