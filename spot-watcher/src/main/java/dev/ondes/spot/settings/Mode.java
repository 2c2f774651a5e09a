package dev.ondes.spot.settings;

/** What is done about a kind of notice. Whichever it is, the event goes out. */
public enum Mode {
    /** Nothing but to note it in the node's ledger. */
    OBSERVE,
    /** No new pods: cordon and taint. */
    CORDON,
    /** Also evict what is no CI job. */
    DRAIN_OTHERS,
    /** Also evict CI jobs, when the deadline is near. */
    DRAIN_ALL;

    public boolean cordons() {
        return this != OBSERVE;
    }

    public boolean drains() {
        return this == DRAIN_OTHERS || this == DRAIN_ALL;
    }
}
