package dev.ondes.agent;

import dev.ondes.agent.end.JobEnd;

/** A step before the script has failed, and with it the job. */
final class PreparationFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient JobEnd end;

    PreparationFailedException(JobEnd end) {
        super(end.reason().sentence());
        this.end = end;
    }

    JobEnd end() {
        return end;
    }
}
