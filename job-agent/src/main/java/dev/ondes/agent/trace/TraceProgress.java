package dev.ondes.agent.trace;

import dev.ondes.contracts.pod.LogFence;
import org.jspecify.annotations.Nullable;

/**
 * How far GitLab has the log, and what to send next; offsets are GitLab's, earlier attempts counted. Keeps to two rules of the
 * fence: only what leaves the log's state as it is goes out unasked, and a piece whose answer was lost is sent again as it was,
 * never a longer one. Whoever uses it holds a lock.
 */
final class TraceProgress {
    static final int LARGEST_PIECE = 1 << 20;

    private final long base;
    private long acknowledged;
    /** Up to here no byte is held back. */
    private long wholeUpTo;

    private @Nullable SentPiece unanswered;
    private boolean resending;
    private boolean refused;

    /** @param base size of the log where this attempt begins */
    TraceProgress(long base) {
        this.base = base;
        this.acknowledged = base;
        this.wholeUpTo = base;
    }

    long base() {
        return base;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** All up to {@code end} is wanted at GitLab, to its last byte. */
    void want(long end) {
        wholeUpTo = end;
    }

    boolean isWanted() {
        return acknowledged < wholeUpTo && !refused;
    }

    /** GitLab takes no more of the log, and the job goes on without. */
    void refuse() {
        refused = true;
    }

    /** GitLab lost the log: all of this attempt is to be sent again. */
    void again() {
        acknowledged = base;
        unanswered = null;
        resending = true;
        refused = false;
    }

    /** @param end size of the log as far as it is written; null when there is nothing to send */
    @Nullable
    SentPiece next(long end) {
        if (refused) {
            return null;
        }
        if (unanswered != null) {
            return unanswered;
        }
        if (acknowledged < wholeUpTo) {
            return new SentPiece(acknowledged, Math.min(wholeUpTo, acknowledged + LARGEST_PIECE));
        }
        int length = LogFence.keeping((int) Math.min(end - acknowledged, LARGEST_PIECE));
        return length == 0 ? null : new SentPiece(acknowledged, acknowledged + length);
    }

    void stored(SentPiece piece) {
        stored(piece.end());
    }

    /** The piece may be stored or not. */
    void unanswered(SentPiece piece) {
        unanswered = piece;
    }

    /**
     * GitLab says that the log has another size than the piece's offset.
     *
     * @param end size of the log as far as it is written
     */
    SentPiece.Fate wrongOffset(SentPiece piece, long size, long end) {
        if (resending && size > piece.offset() && size <= end) {
            stored(size);
            return SentPiece.Fate.STORED;
        }
        SentPiece.Fate fate = piece.fate(size);
        switch (fate) {
            case STORED -> stored(piece);
            case NOT_STORED -> unanswered(piece);
            case TAKEN_OVER -> {}
        }
        return fate;
    }

    private void stored(long size) {
        acknowledged = size;
        unanswered = null;
        if (acknowledged >= wholeUpTo) {
            resending = false;
        }
    }
}
