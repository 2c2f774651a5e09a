package dev.ondes.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of node an attempt runs on: interruptible and cheap, or not. */
public enum CapacityType {
    SPOT,
    ON_DEMAND;

    /** The name in events, in the class file and in metric tags: {@code spot}, {@code on-demand}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
