package dev.ondes.playground.gitlab.pipelines;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Status of a job or a pipeline, with what a job may become next. */
public enum CiStatus {
    CREATED,
    MANUAL,
    PENDING,
    RUNNING,
    CANCELING,
    SUCCESS,
    FAILED,
    CANCELED,
    SKIPPED;

    /** Ended for good. */
    public boolean completed() {
        return switch (this) {
            case SUCCESS, FAILED, CANCELED, SKIPPED -> true;
            case CREATED, MANUAL, PENDING, RUNNING, CANCELING -> false;
        };
    }

    /** A runner works on it, and so may update it. */
    public boolean onRunner() {
        return this == RUNNING || this == CANCELING;
    }

    /** Whether GitLab's state machine of jobs has this transition. */
    public boolean canBecome(CiStatus next) {
        return following().contains(next);
    }

    private Set<CiStatus> following() {
        return switch (this) {
            case CREATED -> EnumSet.of(PENDING, MANUAL, SKIPPED, CANCELED);
            case MANUAL -> EnumSet.of(PENDING, SKIPPED, CANCELED);
            case PENDING -> EnumSet.of(RUNNING, FAILED, CANCELED);
            case RUNNING -> EnumSet.of(CANCELING, SUCCESS, FAILED, CANCELED);
            case CANCELING -> EnumSet.of(CANCELED);
            // Processed anew when a job before it is run again.
            case SKIPPED -> EnumSet.of(CREATED);
            case SUCCESS, FAILED, CANCELED -> EnumSet.noneOf(CiStatus.class);
        };
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
