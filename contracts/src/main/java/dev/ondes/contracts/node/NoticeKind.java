package dev.ondes.contracts.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * What was heard of a node. The same constant stands in events, metric tags, taints and logs; its sentence is what a job's
 * log and people read.
 */
public enum NoticeKind {
    SPOT_INTERRUPTION(LossCause.SPOT, true, "The cloud takes this spot node back"),
    REBALANCE_RECOMMENDED(LossCause.SPOT, false, "The cloud may soon take this spot node back"),
    CAPACITY_RESERVATION_ENDED(LossCause.SPOT, true, "The capacity reservation of this node ends"),
    MAINTENANCE(LossCause.MAINTENANCE, true, "The cloud does maintenance on this node's machine"),
    /** By a person, or by a cloud that takes a spot machine back without a warning: nobody says which. */
    INSTANCE_STOPPING(LossCause.FAILURE, true, "This node's machine is being stopped"),
    GROUP_SCALE_IN(LossCause.SCALE_DOWN, true, "The node group gives this node up"),
    INSTANCE_UNHEALTHY(LossCause.FAILURE, true, "The cloud's checks of this node's machine fail"),
    SCALE_DOWN(LossCause.SCALE_DOWN, true, "The autoscaler removes this node"),
    SCALE_DOWN_CANDIDATE(LossCause.SCALE_DOWN, false, "The autoscaler may remove this node"),
    CONSOLIDATION(LossCause.SCALE_DOWN, true, "Karpenter replaces or removes this node"),
    DRAIN_REQUESTED(LossCause.OPERATOR, true, "Somebody cordoned or drains this node"),
    /** Nobody foretold it: most often the machine had vanished, and the cloud's controller found out. */
    NODE_DELETED(LossCause.FAILURE, true, "This node was deleted from the cluster"),
    NODE_SILENT(LossCause.FAILURE, false, "This node no longer answers"),
    /** A newer version's. */
    UNKNOWN(LossCause.FAILURE, false, "This node may go away, for a reason that this version doesn't know");

    private final LossCause cause;
    private final boolean certain;
    private final String sentence;

    NoticeKind(LossCause cause, boolean certain, String sentence) {
        this.cause = cause;
        this.certain = certain;
        this.sentence = sentence;
    }

    public LossCause cause() {
        return cause;
    }

    /** Whether the node will go away for sure, but for a cancellation; else it only may. */
    public boolean certain() {
        return certain;
    }

    /** What people read: one sentence without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** The name in events, taints and metric tags, such as {@code spot-interruption}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #wire()}; {@link #UNKNOWN} for a kind that only newer versions know. */
    @JsonCreator
    public static NoticeKind ofWire(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire().equals(wire))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
