package dev.ondes.agent.trace;

import dev.ondes.contracts.pod.LogFence;
import org.jspecify.annotations.Nullable;

/**
 * How far GitLab has the log, and what to send next; offsets are GitLab's, earlier attempts counted. Keeps to two rules of the
 * fence: what goes out unasked leaves the log in the state that it has, and a piece whose answer was lost is sent again as it was,
 * never a longer one. Once GitLab has acknowledged the open gate nobody else writes while this agent lives, and whatever GitLab
 * has kept of the log is gone on from. Whoever uses it holds a lock.
 */
final class TraceProgress {
    static final int LARGEST_PIECE = 1 << 20;

    private final long base;
    private long acknowledged;
    /** Up to here no byte is held back. */
    private long wholeUpTo;

    private @Nullable SentPiece unanswered;
    private boolean gateOpen;
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

    /** Whether GitLab has acknowledged that the script may begin, or that the job has ended. */
    boolean gateOpen() {
        return gateOpen;
    }

    /** GitLab takes no more of the log, and the job goes on without. */
    void refuse() {
        refused = true;
    }

    /** GitLab lost the log: all of this attempt is to be sent again. */
    void again() {
        acknowledged = base;
        unanswered = null;
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
        if (acknowledged < wholeUpTo && wholeUpTo - acknowledged <= LARGEST_PIECE) {
            return new SentPiece(acknowledged, wholeUpTo);
        }
        LogFence state = gateOpen ? LogFence.GATE_OPEN : LogFence.PREPARING;
        long last = state.lastUpTo(base, Math.min(end, acknowledged + LARGEST_PIECE));
        return last > acknowledged ? new SentPiece(acknowledged, last) : null;
    }

    void stored(SentPiece piece) {
        acknowledged = piece.end();
        unanswered = null;
        gateOpen |= LogFence.read(base, acknowledged) == LogFence.GATE_OPEN;
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
        if (size == piece.end()) {
            stored(piece);
            return SentPiece.Fate.STORED;
        }
        if (size == piece.offset()) {
            unanswered(piece);
            return SentPiece.Fate.NOT_STORED;
        }
        if (!isOurs(piece, size, end)) {
            return SentPiece.Fate.TAKEN_OVER;
        }
        acknowledged = size;
        unanswered = gateOpen ? null : new SentPiece(size, piece.end());
        return size > piece.offset() ? SentPiece.Fate.STORED : SentPiece.Fate.NOT_STORED;
    }

    /**
     * Whether a size may come of what this agent sent: of a piece that was stored in part, as all writers end elsewhere; once the gate is
     * open, also of a GitLab that lost the log's end.
     */
    private boolean isOurs(SentPiece piece, long size, long end) {
        if (!gateOpen) {
            return piece.holds(size) && LogFence.isBorder(size);
        }
        return size <= end
                && switch (LogFence.read(base, size)) {
                    case PREPARING, GATE_OPEN -> true;
                    case TAKEN_OVER, FOREIGN -> false;
                };
    }
}
