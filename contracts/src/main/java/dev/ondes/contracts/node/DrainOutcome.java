package dev.ondes.contracts.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a drain ended. */
public enum DrainOutcome {
    /** All that was to go is gone. */
    COMPLETED,
    /** The node's time was up first. */
    DEADLINE_REACHED,
    NODE_GONE,
    /** The notice was withdrawn. */
    CANCELLED,
    /** Nothing was to be evicted. */
    CORDON_ONLY;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
