package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.Outcome;
import java.util.Map;

/**
 * How many jobs ended how, in some window.
 *
 * @param completed all but those that were canceled
 * @param system those of them that failed through our doing
 * @param script those of them that failed through their own
 */
public record Outcomes(int completed, int system, int script) {
    public static final Outcomes NONE = new Outcomes(0, 0, 0);

    public static Outcomes of(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> new Outcomes(1, 0, 0);
            case SCRIPT_FAILED, TIMED_OUT -> new Outcomes(1, 0, 1);
            case SYSTEM_FAILED -> new Outcomes(1, 1, 0);
            case CANCELED -> NONE;
        };
    }

    public Outcomes plus(Outcomes other) {
        return new Outcomes(completed + other.completed, system + other.system, script + other.script);
    }

    public static Outcomes sum(Map<String, Outcomes> classes) {
        return classes.values().stream().reduce(NONE, Outcomes::plus);
    }

    /** From 0 to 1; 0 where nothing completed. */
    public double systemRatio() {
        return completed == 0 ? 0 : (double) system / completed;
    }
}
