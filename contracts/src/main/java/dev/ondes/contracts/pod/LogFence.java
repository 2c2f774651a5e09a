package dev.ondes.contracts.pod;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the length of a job's log at GitLab says about an attempt.
 *
 * <p>GitLab appends to a log only at the offset that the writer names, and answers 416 with the true size otherwise. So its
 * size is a register with compare-and-set, and the only one that the agent in the pod and pod-scheduler outside both reach,
 * whatever becomes of the node. The size, counted from where the attempt began and taken modulo {@value #MODULUS}, is the
 * attempt's state. Writers keep to it by {@link #padding}, which adds bytes that no reader sees.
 *
 * <p>GitLab keeps a growing log in chunks of {@value #CHUNK} bytes, and stores a piece that reaches into several of them chunk by
 * chunk, each of which may fail ({@code Gitlab::Ci::Trace::ChunkedIO#write}). So no writer ends on a border between two: a size there
 * tells of a piece that is stored in part, and not what that piece says. It is read as {@link #GATE_OPEN}, since what may have
 * begun must not begin again.
 *
 * <p>The agent opens the gate only after GitLab has acknowledged {@link #GATE_OPEN}; pod-scheduler starts the next attempt
 * only after GitLab has acknowledged {@link #TAKEN_OVER}. Each of the two refuses the other: nobody's script runs twice
 * unasked. Where its user lets a script run again after an interruption, pod-scheduler also goes from {@link #GATE_OPEN} to
 * {@link #TAKEN_OVER}, but only when it knows otherwise that the attempt runs no more: the log can't tell that.
 */
public enum LogFence {
    /** The agent prepares: the user's script has not begun, and can't before the log grows. */
    PREPARING(0),
    /** The user's script may have begun. */
    GATE_OPEN(1),
    /** pod-scheduler has taken the job from this attempt; the next one begins at this size. */
    TAKEN_OVER(2),
    /** No agent leaves this; pod-scheduler does, under the last line of a job that it ends. To be read as {@link #GATE_OPEN}. */
    FOREIGN(3);

    /** Number of states, and so what lengths are counted by. */
    public static final int MODULUS = 4;

    /** Bytes of a chunk, counted from the log's beginning; {@code Ci::BuildTraceChunk::CHUNK_SIZE} in GitLab. */
    public static final int CHUNK = 128 * 1024;

    /** An ANSI reset: three bytes, prime to {@value #MODULUS}, invisible in every log viewer. */
    private static final String INVISIBLE = "\u001b[m";

    private final int residue;

    LogFence(int residue) {
        this.residue = residue;
    }

    /**
     * Reads an attempt's state.
     *
     * @param base size of the log in bytes when the attempt was made
     * @param size its size now
     */
    public static LogFence read(long base, long size) {
        if (size < base) {
            return FOREIGN;
        }
        if (size > base && isBorder(size)) {
            return GATE_OPEN;
        }
        long residue = (size - base) % MODULUS;
        return Arrays.stream(values())
                .filter(state -> state.residue == residue)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What must follow the log's bytes so that it ends in this state: nothing, or a few invisible bytes.
     *
     * @param base as in {@link #read}
     * @param size the size that the log would have without them
     */
    public String padding(long base, long size) {
        int missing = Math.floorMod(residue - (size - base), MODULUS);
        // Each piece of three bytes takes one off the distance, modulo four.
        int pieces = (MODULUS - missing) % MODULUS;
        boolean onBorder = isBorder(size + (long) pieces * INVISIBLE.length());
        return INVISIBLE.repeat(onBorder ? pieces + MODULUS : pieces);
    }

    /** Whether a log of this size may end in the middle of a piece: between two chunks. */
    public static boolean isBorder(long size) {
        return size > 0 && size % CHUNK == 0;
    }

    /**
     * A line that leaves the log in this state, for who writes beside the agent.
     *
     * @param text without the end of the line
     * @param base as in {@link #read}
     * @param offset where in the log it will stand; whoever wrote before may not have ended their line
     */
    public byte[] line(String text, long base, long offset) {
        String line = (offset == 0 ? "" : "\n") + text + "\n";
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        return (line + padding(base, offset + length)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * How far a log may be sent so that its length says this.
     *
     * @param base as in {@link #read}
     * @param end its size as far as it is written
     * @return the last such size up to {@code end}
     */
    public long lastUpTo(long base, long end) {
        long last = end - Math.floorMod(end - base - residue, MODULUS);
        return isBorder(last) ? last - MODULUS : last;
    }
}
