package dev.ondes.messaging.count;

/** What messaging counts. The metric is {@code ondes.messaging.<name>}; its one tag says event type or queue. */
public enum Count {
    PUBLISHED("published", Tag.EVENT, "Attempts to publish, repeated ones included"),
    CONFIRMED("confirmed", Tag.EVENT, "Events that the broker took and routed"),
    RETURNED("returned", Tag.EVENT, "Attempts for which the broker had no queue"),
    NACKED("nacked", Tag.EVENT, "Attempts that the broker refused"),
    RETRIED("retried", Tag.EVENT, "Attempts after the first one"),
    FAILED("failed", Tag.EVENT, "Events given up after the time limit"),

    CONSUMED("consumed", Tag.QUEUE, "Messages that came from the queue"),
    REDELIVERED("redelivered", Tag.QUEUE, "Those of them that came before"),
    ACKED("acked", Tag.QUEUE, "Messages handled to the end"),
    REJECTED("rejected", Tag.QUEUE, "Messages put back after a failure, to be tried again"),
    DEAD_LETTERED("dead.lettered", Tag.QUEUE, "Messages rejected for good by this service"),
    UNKNOWN_TYPE("unknown.type", Tag.QUEUE, "Events of a type that this version does not know"),
    INVALID("invalid", Tag.QUEUE, "Entries of the journal that are no events, or break their schema"),
    HANDLER_FAILED("handler.failed", Tag.QUEUE, "Entries of the journal whose handler failed; they do not come again"),
    STALE("stale", Tag.QUEUE, "Handlers that ended after their channel had gone; the broker delivers again");

    /** The one dimension of a counter. */
    public enum Tag {
        EVENT,
        QUEUE
    }

    private final String metric;
    private final Tag tag;
    private final String description;

    Count(String metric, Tag tag, String description) {
        this.metric = metric;
        this.tag = tag;
        this.description = description;
    }

    public String metric() {
        return "ondes.messaging." + metric;
    }

    public Tag tag() {
        return tag;
    }

    public String description() {
        return description;
    }
}
