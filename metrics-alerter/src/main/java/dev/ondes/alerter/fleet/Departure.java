package dev.ondes.alerter.fleet;

import java.time.Instant;

/**
 * One node's going away and where it stands at a snapshot's moment. Immutable.
 *
 * @param jobs whose scripts run on it
 */
public record Departure(NodeNotice known, Stand stand, int jobs) {

    /** Where it stands. The end of a drain is none of these: a drained node is there, with the jobs that run on. */
    public enum Stand {
        /** It will go away, or may, and is there. */
        LEAVES,
        /** Its time is up, and nobody said more. */
        OVER,
        GONE,
        /** It went, and its name is another machine's, or that of the same one that began anew. */
        REPLACED,
        /** It doesn't go, after all. */
        STAYS
    }

    public String id() {
        return known.id();
    }

    public String node() {
        return known.node();
    }

    public Instant heardLast() {
        return known.heardLast();
    }

    public boolean leaves() {
        return stand == Stand.LEAVES;
    }
}
