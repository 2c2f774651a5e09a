package dev.ondes.contracts.job;

import java.util.Locale;

/**
 * How large a job may be. Its payload reaches the agent in a Secret of its pod, and Kubernetes takes 1 MiB in one Secret:
 * whatever is on the way to there need carry no more.
 */
public final class PayloadLimit {
    /** What may stand in the Secret; the rest of the MiB is room for its name and labels. */
    public static final int SECRET_BYTES = 1_000_000;

    /**
     * A payload above this fits into no Secret, however GitLab wrote it: JSON may spell one byte as six. Sealed and in its event
     * it is well below what any broker takes in one message by default (16 MiB).
     */
    public static final int PAYLOAD_BYTES = 6 * SECRET_BYTES;

    private PayloadLimit() {}

    /** What the user reads after the sentence of {@link EndReason#PAYLOAD_TOO_LARGE}. */
    public static String exceededBy(long bytes) {
        return String.format(
                Locale.ROOT, "%,d bytes of JSON, and at most %,d fit into the Secret of a pod", bytes, SECRET_BYTES);
    }
}
