package dev.ondes.contracts.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What will be done to the machine. */
public enum InstanceAction {
    TERMINATE,
    STOP,
    /** Begins at once on AWS: there is no lead. */
    HIBERNATE,
    REBOOT,
    UNKNOWN;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
