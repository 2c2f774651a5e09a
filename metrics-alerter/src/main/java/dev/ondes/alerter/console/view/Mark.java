package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.job.Outcome;

/**
 * How something stands: by a word, by a shape, and by a colour for who sees it.
 *
 * @param tone which colour
 * @param shape one character
 */
public record Mark(Tone tone, String shape, String word) {

    /** What a colour stands for. */
    public enum Tone {
        /** All is well. */
        GOOD,
        /** Something happens. */
        BUSY,
        /** Something waits. */
        WAIT,
        /** Something failed by its own doing. */
        THEIRS,
        /** Something failed through ours, or must be looked at. */
        OURS,
        /** Over, or nothing to say. */
        CALM,
        UNKNOWN;

        /** In class names. */
        public String css() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Mark of(Job job) {
        if (job.end() != null) {
            return of(job.end().how().outcome());
        }
        return of(job.phase());
    }

    static Mark of(Phase phase) {
        return switch (phase) {
            case NOT_READY -> new Mark(Tone.CALM, "◌", "not ready");
            case PENDING -> new Mark(Tone.WAIT, "○", "pending");
            case ELSEWHERE -> new Mark(Tone.CALM, "◇", "elsewhere");
            case STARTING -> new Mark(Tone.BUSY, "◐", "starting");
            case RUNNING -> new Mark(Tone.BUSY, "●", "running");
            case ENDED -> new Mark(Tone.UNKNOWN, "?", "ended");
        };
    }

    static Mark of(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> new Mark(Tone.GOOD, "✓", "succeeded");
            case SCRIPT_FAILED -> new Mark(Tone.THEIRS, "✕", "script failed");
            case TIMED_OUT -> new Mark(Tone.THEIRS, "◷", "timed out");
            case SYSTEM_FAILED -> new Mark(Tone.OURS, "▲", "system failed");
            case CANCELED -> new Mark(Tone.CALM, "■", "canceled");
        };
    }

    static Mark of(BuildOutcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> new Mark(Tone.GOOD, "✓", "succeeded");
            case FAILED -> new Mark(Tone.THEIRS, "✕", "failed");
            case INVALID -> new Mark(Tone.THEIRS, "✕", "not valid");
            case NOT_ALLOWED -> new Mark(Tone.THEIRS, "⊘", "not allowed");
            case SYSTEM_FAILED -> new Mark(Tone.OURS, "▲", "system failed");
            case TIMED_OUT -> new Mark(Tone.THEIRS, "◷", "timed out");
            case CANCELED -> new Mark(Tone.CALM, "■", "canceled");
        };
    }

    static Mark of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> new Mark(Tone.OURS, "▲", "critical");
            case WARNING -> new Mark(Tone.WAIT, "◆", "warning");
            case INFO -> new Mark(Tone.CALM, "◇", "info");
        };
    }
}
