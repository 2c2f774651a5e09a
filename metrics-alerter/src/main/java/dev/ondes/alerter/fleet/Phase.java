package dev.ondes.alerter.fleet;

/** Where a job stands. */
public enum Phase {
    NOT_READY("GitLab waits with it"),
    PENDING("it waits in GitLab for a runner"),
    ELSEWHERE("a runner has it, and we were not told of it"),
    STARTING("it was taken, and its script has not begun"),
    RUNNING("its script runs"),
    ENDED("it ended");

    private final String sentence;

    Phase(String sentence) {
        this.sentence = sentence;
    }

    /** What a person reads. */
    public String sentence() {
        return sentence;
    }
}
