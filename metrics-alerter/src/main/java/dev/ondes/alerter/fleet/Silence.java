package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.AlertSilenced;
import java.time.Instant;

/** Somebody said that they know of an alert. The last word on it counts, so that it can be ended by hand. */
public record Silence(Instant saidAt, AlertSilenced said) implements Said {

    public String id() {
        return said.silenceId();
    }

    /** Whether it counts at that time. */
    public boolean isInForce(Instant at) {
        return !at.isBefore(said.from()) && at.isBefore(said.until());
    }

    /**
     * Whether it is meant for this alert.
     *
     * @param alert its name
     * @param subject its class or queue; empty where it has none
     */
    public boolean covers(String alert, String subject) {
        return said.alert().equals(alert)
                && (said.about() == null || said.about().equals(subject));
    }
}
