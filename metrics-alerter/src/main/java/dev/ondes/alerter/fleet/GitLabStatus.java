package dev.ondes.alerter.fleet;

/** GitLab's words for where a job stands, in the order in which a job goes through them. A retried job is a new one. */
public enum GitLabStatus {
    /** Created, manual, scheduled, skipped, waiting for something: nobody could run it. And words that this version doesn't know. */
    NOT_READY,
    PENDING,
    RUNNING,
    CANCELING,
    /** Whatever the outcome. */
    ENDED;

    static GitLabStatus of(String word) {
        return switch (word) {
            case "pending" -> PENDING;
            case "running" -> RUNNING;
            case "canceling" -> CANCELING;
            case "success", "failed", "canceled" -> ENDED;
            default -> NOT_READY;
        };
    }
}
