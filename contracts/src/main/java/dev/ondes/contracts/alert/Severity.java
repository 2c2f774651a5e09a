package dev.ondes.contracts.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent an alert is; the words are those of Prometheus' and Alertmanager's label {@code severity}. */
public enum Severity {
    /** Wakes somebody. */
    CRITICAL,
    /** Somebody looks at it today. */
    WARNING,
    /** Nobody needs to do anything. */
    INFO;

    /** The name in events, metric tags and labels. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
