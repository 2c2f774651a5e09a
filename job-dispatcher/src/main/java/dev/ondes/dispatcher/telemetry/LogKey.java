package dev.ondes.dispatcher.telemetry;

/** The keys that lines of this service may have. */
public enum LogKey {
    ANEW,
    ATTEMPT,
    CLASS,
    COUNT,
    FILE,
    JOB,
    SECONDS,
    STATUS,
    SYSTEM_ID,
    WHY
}
