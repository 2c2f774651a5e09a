package dev.ondes.cloud.aws;

/** How an AWS endpoint misbehaves. */
public enum AwsFault {
    NONE,
    /** Takes the connection and cuts it. */
    DOWN,
    /** Answers, but late. */
    SLOW,
    /** 403, as without the right. */
    FORBIDDEN,
    /** 503 with a page of HTML, as from a load balancer. */
    UNAVAILABLE,
    /** 400 Throttling, as above the account's rate. */
    THROTTLED
}
