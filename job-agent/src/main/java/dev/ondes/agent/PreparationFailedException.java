package dev.ondes.agent;

import dev.ondes.agent.end.JobEnd;

/** A step before the script has failed, and with it the job, or this attempt of it. */
final class PreparationFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient JobEnd end;
    private final boolean elsewhere;

    /** @param elsewhere whether another attempt, from another node, may do better */
    PreparationFailedException(JobEnd end, boolean elsewhere) {
        super(end.reason().sentence());
        this.end = end;
        this.elsewhere = elsewhere;
    }

    JobEnd end() {
        return end;
    }

    boolean elsewhere() {
        return elsewhere;
    }
}
