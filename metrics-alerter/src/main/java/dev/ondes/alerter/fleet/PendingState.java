package dev.ondes.alerter.fleet;

import java.util.Locale;

/** Why a job is pending in GitLab, as well as can be told from outside. */
public enum PendingState {
    RUNNABLE("its class has room: it should be taken any moment"),
    NO_CAPACITY("its class has no room"),
    NO_RUNNER("the class that ran it before is served by nobody now"),
    UNKNOWN("nobody said which class it is for, or what room there is"),
    STALE("nothing was heard of it for long: nobody knows whether it still waits");

    private final String sentence;

    PendingState(String sentence) {
        this.sentence = sentence;
    }

    /** What a person reads. */
    public String sentence() {
        return sentence;
    }

    /** In metric tags. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
