package dev.ondes.dispatcher.handover;

import java.util.Locale;

/** How a hand-over ended. */
public enum HandOverEnd {
    HANDED_OVER("the broker has the job"),
    GONE("GitLab no longer runs the job"),
    GIVEN_BACK("the job was failed at GitLab, so that it can be run again"),
    SET_ASIDE("GitLab can't be told yet that the job failed; the job is in the spool until it can"),
    LEFT_IN_SPOOL("the job waits in the spool for the next start");

    private final String sentence;

    HandOverEnd(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether nothing more is to be done for the job here. */
    boolean settled() {
        return switch (this) {
            case HANDED_OVER, GONE, GIVEN_BACK -> true;
            case SET_ASIDE, LEFT_IN_SPOOL -> false;
        };
    }

    /** The name in metric tags. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
