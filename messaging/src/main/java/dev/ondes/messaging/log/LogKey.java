package dev.ondes.messaging.log;

import java.util.Locale;

/** The keys that log lines of our services may have; these and no others, so that one search finds a job's way through all. */
public enum LogKey {
    /** What somebody did by hand. */
    ACT,
    /** The job that runs instead of a lost one. */
    ANEW,
    ATTEMPT,
    /** Whether the user's script has begun. */
    BEGUN,
    BROKER,
    /** A PodDisruptionBudget. */
    BUDGET,
    CAPACITY,
    CLASS,
    CONNECTION,
    COUNT,
    /** When a node goes, at the latest. */
    DEADLINE,
    /** What becomes of a job whose node goes. */
    DECISION,
    /** What is known beyond a reason's own sentence. */
    DETAIL,
    /** An event's type, as its routing key. */
    EVENT,
    EVENT_ID,
    FAILURES,
    FILE,
    FIX,
    /** How long a pod may take to end. */
    GRACE,
    /** Who a process is among those that want one lease. */
    IDENTITY,
    /** GitLab's id of the job. */
    JOB,
    /** Of a notice. */
    KIND,
    NAMESPACE,
    /** The pod that follows a lost one. */
    NEXT,
    NODE,
    /** A place in the journal. */
    OFFSET,
    /** Who acts by hand, as the login names them. */
    OPERATOR,
    POD,
    /** Nodes of one instance group or zone. */
    POOL,
    QUEUE,
    /** Why a job ended, as in events and metrics. */
    REASON,
    STATUS,
    SUBJECT,
    SYSTEM_ID,
    UNTIL,
    /** How long jobs of its name usually still run. */
    USUAL_REST,
    /** How long until the next try. */
    WAIT,
    /** A cause in free words. */
    WHY;

    private final String key = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return key;
    }
}
