package dev.ondes.spot.notice;

/**
 * The one entrance for whatever is heard of nodes. Safe on many virtual threads at once; safe to be called again with the
 * same. A call that returns means: the broker has confirmed the event, or none was needed.
 */
public interface Notices {
    /**
     * A source says that a node goes away, or may.
     *
     * @throws NotTakenException when the broker has not confirmed in time, or the nodes aren't known yet: say it again
     */
    Heard heard(Notice notice);

    /**
     * A source takes back what it said. {@link Heard#KNOWN} where there is nothing to take back.
     *
     * @throws NotTakenException as above
     */
    Heard withdrawn(Withdrawal withdrawal);
}
