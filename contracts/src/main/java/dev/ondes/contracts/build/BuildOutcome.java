package dev.ondes.contracts.build;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a build ended, in the words that dashboards count by; each says whose doing it was. */
public enum BuildOutcome {
    SUCCEEDED(0),
    /** The user's doing: Dockerfile, files, commands, names. */
    FAILED(1),
    /** The request made no sense. */
    INVALID(2),
    /** Who asked may not. */
    NOT_ALLOWED(3),
    /** The platform's doing: worth another try. */
    SYSTEM_FAILED(4),
    TIMED_OUT(5),
    CANCELED(6);

    private final int exitCode;

    BuildOutcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Of {@code ondes build}: so a pipeline can retry what is worth it. */
    public int exitCode() {
        return exitCode;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
