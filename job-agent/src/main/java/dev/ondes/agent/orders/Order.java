package dev.ondes.agent.orders;

/** What GitLab wants of the job; only ever moves down this list. */
public enum Order {
    CARRY_ON("the job goes on"),
    CANCEL("the script stops; after_script and uploads still run"),
    STOP("all stops at once, nothing is uploaded or reported: GitLab no longer runs the job, or somebody took it over");

    private final String sentence;

    Order(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
