package dev.ondes.cloud.metadata;

/** How a metadata service misbehaves. */
public enum Fault {
    NONE,
    /** Answers, but late. */
    SLOW,
    /** 503, without a useful body. */
    UNAVAILABLE,
    /** 429, as where one machine asks too often. */
    THROTTLED,
    /** Takes the connection and cuts it: nobody is there who would answer. */
    ABSENT,
    /** Takes the request and says nothing, as where the answer's hop limit is too low. */
    SILENT
}
