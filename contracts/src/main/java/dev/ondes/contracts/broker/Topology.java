package dev.ondes.contracts.broker;

import dev.ondes.contracts.event.EventType;
import java.util.List;
import java.util.Map;

/**
 * The exchanges, queues and bindings that Ondes needs. Declared here and nowhere else: services check it at start and
 * declare it where they may, and {@link Definitions} writes it as a file for brokers.
 *
 * <p>Runs on RabbitMQ 3.10 to 4.3 alike. Every work queue is a quorum queue with a delivery limit and at-least-once
 * dead-lettering, which asks for {@code reject-publish} and so for a bound in length.
 */
public record Topology(List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings) {
    public static final String EVENTS = "ondes.events";
    public static final String DEAD = "ondes.dead";
    public static final String DEAD_LETTERS = "ondes.dead-letters";
    public static final String UNROUTED = "ondes.unrouted";
    public static final String JOURNAL = "ondes.journal";

    public static final String SCHEDULER_JOB_QUEUED = "pod-scheduler.job.queued";
    public static final String SCHEDULER_CANCEL = "pod-scheduler.job.cancel-requested";
    public static final String DISPATCHER_CAPACITY = "job-dispatcher.capacity.reported";
    public static final String DISPATCHER_FINISHED = "job-dispatcher.job.finished";

    private static final int DELIVERY_LIMIT = 20;
    private static final int MAX_LENGTH = 100_000;

    public Topology {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
    }

    /** @param type {@code topic} or {@code fanout} */
    public record Exchange(String name, String type, Map<String, Object> arguments) {}

    /** A durable queue; its type is among the arguments. */
    public record Queue(String name, Map<String, Object> arguments) {}

    public record Binding(String exchange, String queue, String routingKey) {}

    /** The topology of this version. */
    public static Topology ondes() {
        return new Topology(
                List.of(
                        new Exchange(EVENTS, "topic", Map.of("alternate-exchange", UNROUTED)),
                        new Exchange(DEAD, "fanout", Map.of()),
                        new Exchange(UNROUTED, "fanout", Map.of())),
                List.of(
                        work(SCHEDULER_JOB_QUEUED),
                        work(SCHEDULER_CANCEL),
                        latest(DISPATCHER_CAPACITY),
                        work(DISPATCHER_FINISHED),
                        new Queue(DEAD_LETTERS, Map.of("x-queue-type", "quorum")),
                        new Queue(UNROUTED, Map.of("x-queue-type", "quorum")),
                        new Queue(
                                JOURNAL,
                                Map.of(
                                        "x-queue-type",
                                        "stream",
                                        "x-max-age",
                                        "7D",
                                        "x-max-length-bytes",
                                        5_000_000_000L,
                                        "x-stream-max-segment-size-bytes",
                                        50_000_000))),
                List.of(
                        binding(SCHEDULER_JOB_QUEUED, EventType.JOB_QUEUED),
                        binding(SCHEDULER_CANCEL, EventType.JOB_CANCEL_REQUESTED),
                        binding(DISPATCHER_CAPACITY, EventType.CAPACITY_REPORTED),
                        binding(DISPATCHER_FINISHED, EventType.JOB_FINISHED),
                        new Binding(EVENTS, JOURNAL, "#"),
                        new Binding(DEAD, DEAD_LETTERS, ""),
                        new Binding(UNROUTED, UNROUTED, "")));
    }

    private static Queue work(String name) {
        return new Queue(
                name,
                Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-delivery-limit",
                        DELIVERY_LIMIT,
                        "x-dead-letter-exchange",
                        DEAD,
                        "x-dead-letter-strategy",
                        "at-least-once",
                        "x-overflow",
                        "reject-publish",
                        "x-max-length",
                        MAX_LENGTH));
    }

    /** Of a level only the newest saying counts: older ones go when there are too many, and after a minute. */
    private static Queue latest(String name) {
        return new Queue(
                name,
                Map.of(
                        "x-queue-type", "quorum", "x-delivery-limit", DELIVERY_LIMIT, "x-max-length", 10,
                        "x-message-ttl", 60_000));
    }

    private static Binding binding(String queue, EventType type) {
        return new Binding(EVENTS, queue, type.routingKey());
    }
}
