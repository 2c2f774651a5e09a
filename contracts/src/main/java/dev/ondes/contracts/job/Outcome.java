package dev.ondes.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a job ended, seen from the user: the one word that dashboards count by. */
public enum Outcome {
    SUCCEEDED("succeeded"),
    SCRIPT_FAILED("script-failed"),
    SYSTEM_FAILED("system-failed"),
    CANCELED("canceled"),
    TIMED_OUT("timed-out");

    private final String wire;

    Outcome(String wire) {
        this.wire = wire;
    }

    /** The name in events and metric tags. */
    @JsonValue
    public String wire() {
        return wire;
    }
}
