package dev.ondes.messaging.log;

import java.util.Locale;

/** The keys that log lines of our services may have; these and no others, so that one search finds a job's way through all. */
public enum LogKey {
    /** The job that runs instead of a lost one. */
    ANEW,
    ATTEMPT,
    BROKER,
    CAPACITY,
    CLASS,
    CONNECTION,
    COUNT,
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
    /** The pod that follows a lost one. */
    NEXT,
    NODE,
    POD,
    QUEUE,
    /** Why a job ended, as in events and metrics. */
    REASON,
    STATUS,
    SUBJECT,
    SYSTEM_ID,
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
