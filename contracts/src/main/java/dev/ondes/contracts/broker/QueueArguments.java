package dev.ondes.contracts.broker;

import java.util.Map;

/** The five kinds of queues, as arguments for their declaration. Values are what the AMQP client sends: keep their types. */
final class QueueArguments {
    private static final int DELIVERIES = 20;
    private static final int MAX_MESSAGES = 100_000;
    private static final long MAX_BYTES = 2L * 1024 * 1024 * 1024;

    private QueueArguments() {}

    /**
     * Each message is handled or becomes a dead letter. Full: publishers are refused, and so learn of it;
     * at-least-once dead-lettering works with {@code reject-publish} only, and falls back silently without.
     */
    static Map<String, Object> work(String deadLetterExchange) {
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                DELIVERIES,
                "x-dead-letter-exchange",
                deadLetterExchange,
                "x-dead-letter-strategy",
                "at-least-once",
                "x-overflow",
                "reject-publish",
                "x-max-length",
                MAX_MESSAGES,
                "x-max-length-bytes",
                MAX_BYTES);
    }

    /**
     * Of a level only the newest saying counts: older ones go when there are too many, and after a minute. What is
     * redelivered comes after newer ones; the reader goes by the event's time.
     */
    static Map<String, Object> latest() {
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                DELIVERIES,
                "x-overflow",
                "drop-head",
                "x-max-length",
                10,
                "x-message-ttl",
                60_000);
    }

    /** Worth hearing soon or never: the oldest go, and so does what is no longer news, so that a deaf listener holds up nobody. */
    static Map<String, Object> hints() {
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                DELIVERIES,
                "x-overflow",
                "drop-head",
                "x-max-length",
                1_000,
                "x-message-ttl",
                300_000);
    }

    /**
     * Messages wait for an operator. Full: the oldest go, since refusing would hold up the queues that they come from,
     * and so all jobs. A look without taking is a redelivery, so the limit (which newer brokers set to 20) is out of
     * reach. It is a number because {@code -1}, "no limit" to newer brokers, makes 3.10 drop at the first redelivery.
     */
    static Map<String, Object> kept() {
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                1_000_000,
                "x-overflow",
                "drop-head",
                "x-max-length",
                MAX_MESSAGES,
                "x-max-length-bytes",
                MAX_BYTES);
    }

    /** Bounds hold per segment, so segments are small: with the broker's 500 MB a quiet stream would outlive its age by far. */
    static Map<String, Object> journal() {
        return Map.of(
                "x-queue-type",
                "stream",
                "x-max-age",
                "7D",
                "x-max-length-bytes",
                5_000_000_000L,
                "x-stream-max-segment-size-bytes",
                50_000_000);
    }
}
