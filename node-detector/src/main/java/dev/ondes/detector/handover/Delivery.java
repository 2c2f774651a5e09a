package dev.ondes.detector.handover;

/** How an attempt to tell spot-watcher ended. */
sealed interface Delivery {
    /**
     * RabbitMQ has the event.
     *
     * @param handled whether all that had to leave the node has left, too (200 instead of 202)
     */
    record Confirmed(boolean handled) implements Delivery {}

    /** It will never take this (400): to ask again is of no use. */
    record Refused(String why) implements Delivery {}

    /** Not now: nobody reached, a wrong token, or the broker doesn't confirm. */
    record Later(String why) implements Delivery {}
}
