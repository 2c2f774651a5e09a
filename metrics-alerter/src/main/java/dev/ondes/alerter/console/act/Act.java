package dev.ondes.alerter.console.act;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody did; in {@code operator.acted} by {@link #wire}. */
public enum Act {
    ALERT_SILENCED("silenced"),
    SILENCE_ENDED("ended the silence of"),
    DEAD_LETTERS_REDRIVEN("sent again from"),
    DEAD_LETTERS_DISCARDED("threw away from");

    private final String sentence;

    Act(String sentence) {
        this.sentence = sentence;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For a person, between who and what. */
    public String sentence() {
        return sentence;
    }

    /** Empty for a word of a newer service. */
    public static Optional<Act> of(String wire) {
        return Arrays.stream(values()).filter(act -> act.wire().equals(wire)).findFirst();
    }
}
