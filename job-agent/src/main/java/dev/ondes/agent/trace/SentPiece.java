package dev.ondes.agent.trace;

/**
 * A piece of the log that was sent, and so may be stored: offsets at GitLab, the whole log counted.
 *
 * @param offset where it begins; GitLab has acknowledged all before
 * @param end where the next one begins, if GitLab has stored this one
 */
record SentPiece(long offset, long end) {
    /** What GitLab's answer about the log's size says of a piece. */
    enum Fate {
        /** All of it, or a part that the next piece goes on from. */
        STORED,
        NOT_STORED,
        /** Somebody else has written to the log: the job is no longer this agent's. */
        TAKEN_OVER
    }

    int length() {
        return (int) (end - offset);
    }

    /** Whether a log of this size would hold a part of it, and not all. */
    boolean holds(long size) {
        return size > offset && size < end;
    }
}
