package dev.ondes.contracts.node;

/** What spot-watcher leaves on a node that goes away, and takes off again if it does not. */
public final class NodeMarks {
    /** Annotation: the notices that were heard of the node, and how far they were dealt with. JSON; spot-watcher's own. */
    public static final String LEDGER = "ondes.dev/notices";

    /**
     * Beginning of a taint's key; the notice's cause follows. Under a prefix that makes cluster-autoscaler leave it out of
     * the template it makes from this node: a new node of the group would seem to be going away too.
     */
    public static final String TAINT_PREFIX = "status-taint.cluster-autoscaler.kubernetes.io/ondes-";

    /** Condition of the node, with the kind as its reason. */
    public static final String CONDITION = "OndesTermination";

    /** Label of whatever makes a pod ours, on CI pods. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    /** Value of {@link #MANAGED_BY}. */
    public static final String ONDES = "ondes";
    /** Label of a CI pod: GitLab's job id. */
    public static final String JOB = "ondes.dev/job";

    private NodeMarks() {}

    /** The key of the taint that says why the node goes away: {@code …/ondes-spot}. */
    public static String taint(LossCause cause) {
        return TAINT_PREFIX + cause.wire();
    }
}
