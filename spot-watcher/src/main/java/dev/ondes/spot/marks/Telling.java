package dev.ondes.spot.marks;

import io.fabric8.kubernetes.api.model.Node;

/** Where marks go. Called for one node by one thread at a time; what throws is called again. */
public interface Telling {
    /** Somebody marked the node, or moved the deadline. Returns when it can't be forgotten any more. */
    void heard(Node node, Mark mark);

    /**
     * A mark that was told is off the node again.
     *
     * @param why one sentence without a full stop
     */
    void withdrawn(Node node, Mark mark, String why);
}
