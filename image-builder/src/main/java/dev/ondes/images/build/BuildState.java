package dev.ondes.images.build;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a build is on its way. */
public enum BuildState {
    /** Waits for its turn. */
    QUEUED,
    RUNNING,
    /** Pushed; the registry is asked. */
    VERIFYING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    public boolean ended() {
        return this == SUCCEEDED || this == FAILED || this == CANCELED;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
