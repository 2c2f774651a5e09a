package dev.ondes.dispatcher.handover;

import java.util.Locale;

/** How a hand-over ended. */
public enum HandOverEnd {
    HANDED_OVER("the broker has the job"),
    GONE("GitLab no longer runs the job"),
    GIVEN_BACK("the job was failed at GitLab, so that it can be run again"),
    LEFT_IN_SPOOL("the job waits in the spool for the next start");

    private final String sentence;

    HandOverEnd(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** The name in metric tags. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
