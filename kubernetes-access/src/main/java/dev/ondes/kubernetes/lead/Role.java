package dev.ondes.kubernetes.lead;

/** What this process does now. */
public enum Role {
    /** It works. */
    LEADER,
    /** It watches, so as to take over at once. */
    STANDBY
}
