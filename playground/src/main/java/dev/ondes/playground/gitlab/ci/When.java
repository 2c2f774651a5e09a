package dev.ondes.playground.gitlab.ci;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When a job is due, seen from the jobs before it. */
public enum When {
    ON_SUCCESS,
    ON_FAILURE,
    ALWAYS,
    MANUAL,
    NEVER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<When> named(String name) {
        return Arrays.stream(values()).filter(when -> when.wire().equals(name)).findFirst();
    }
}
