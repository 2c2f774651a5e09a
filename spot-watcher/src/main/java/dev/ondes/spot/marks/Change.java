package dev.ondes.spot.marks;

/** What is to be told of a node, since what was told before. */
sealed interface Change {
    Mark mark();

    /** New, or with another deadline. */
    record Heard(Mark mark) implements Change {}

    /**
     * It isn't there any more, and the node still is.
     *
     * @param why one sentence without a full stop
     */
    record Withdrawn(Mark mark, String why) implements Change {}
}
