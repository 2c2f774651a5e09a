package dev.ondes.alerter.alerts;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * An alert that fires.
 *
 * @param since when the value rose
 * @param value the last one; empty where it can't be told now
 * @param quiet why nobody is told of it now
 */
public record Alert(AlertKey key, Rule rule, Instant since, Instant firedAt, OptionalDouble value, Quiet quiet) {

    /** Whether people are told. */
    public enum Quiet {
        TOLD("people are told of it"),
        INHIBITED("it is a consequence of another alert"),
        MAINTENANCE("a maintenance window says that it is expected"),
        SILENCED("somebody silenced it");

        private final String sentence;

        Quiet(String sentence) {
            this.sentence = sentence;
        }

        /** What a person reads. */
        public String sentence() {
            return sentence;
        }
    }

    public double threshold() {
        return rule.threshold(key.subject());
    }
}
