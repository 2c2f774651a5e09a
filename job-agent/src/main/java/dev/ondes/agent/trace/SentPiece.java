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
        STORED,
        NOT_STORED,
        /** Somebody else has written to the log: the job is no longer this agent's. */
        TAKEN_OVER
    }

    int length() {
        return (int) (end - offset);
    }

    /**
     * Reads the size that GitLab told with 416. Only two sizes can come of this piece; with any other, another writer has
     * been there.
     */
    Fate fate(long size) {
        if (size == end) {
            return Fate.STORED;
        }
        return size == offset ? Fate.NOT_STORED : Fate.TAKEN_OVER;
    }
}
