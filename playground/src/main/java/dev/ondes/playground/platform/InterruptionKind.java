package dev.ondes.playground.platform;

/** What is told of a node, and by whom. */
public enum InterruptionKind {
    /** The cloud takes the spot instance back. */
    SPOT("spot"),
    /** The cloud thinks that it may do so soon. */
    REBALANCE("rebalance"),
    /** The cluster's autoscaler removes the node. */
    SCALE_DOWN("scale-down"),
    /** As other clouds call it. */
    PREEMPTED("preempted");

    private final String wire;

    InterruptionKind(String wire) {
        this.wire = wire;
    }

    /** As on the command line. */
    public String wire() {
        return wire;
    }
}
