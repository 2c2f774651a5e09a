package dev.ondes.contracts.broker;

import dev.ondes.contracts.event.EventType;
import java.util.List;
import java.util.Map;

/**
 * The exchanges, queues and bindings that Ondes needs. Declared here and nowhere else: services check it at start and
 * declare it where they may, and {@link Definitions} writes it as a file for brokers. One that names what it hasn't is
 * refused when it is made.
 *
 * <p>Runs on RabbitMQ 3.10 to 4.3 alike, so every default that differs between them is said: the delivery limit (none
 * before 4.0, 20 since), and what happens when a queue is full.
 *
 * <p>Two exchanges, because a message counts as routed as soon as one queue takes it, and the journal takes every
 * message: publishers publish to {@link #EVENTS}, and what somebody must act on goes on to {@link #WORK}. There the
 * alternate exchange catches what finds no queue, whatever the journal and other listeners of {@link #EVENTS} got.
 *
 * @param links exchanges that pass messages on to exchanges
 */
public record Topology(List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings, List<Link> links) {
    /** Where every event is published, with its type's routing key. */
    public static final String EVENTS = "ondes.events";
    /** Behind {@link #EVENTS}: events that a service must act on. Nobody publishes here. */
    public static final String WORK = "ondes.work";

    public static final String DEAD = "ondes.dead";
    public static final String DEAD_LETTERS = "ondes.dead-letters";
    /** An exchange and the queue behind it: what found no queue. */
    public static final String UNROUTED = "ondes.unrouted";
    /** A stream of all events. Its readers must set a prefetch, ack by hand and never reject. */
    public static final String JOURNAL = "ondes.journal";

    public static final String SCHEDULER_JOB_QUEUED = "pod-scheduler.job.queued";
    public static final String SCHEDULER_CANCEL = "pod-scheduler.job.cancel-requested";
    public static final String DISPATCHER_CAPACITY = "job-dispatcher.capacity.reported";
    public static final String DISPATCHER_FINISHED = "job-dispatcher.job.finished";
    public static final String SCHEDULER_NOTICE = "pod-scheduler.spot.termination-notice";
    public static final String SCHEDULER_NOTICE_CANCELLED = "pod-scheduler.spot.termination-cancelled";
    public static final String WATCHER_NOTICE = "spot-watcher.spot.termination-notice";
    public static final String WATCHER_NOTICE_CANCELLED = "spot-watcher.spot.termination-cancelled";

    public static final String BUILDER_REQUESTED = "image-builder.build.requested";
    public static final String BUILDER_NOTICE = "image-builder.spot.termination-notice";

    /** Refuses, naming all that is wrong. */
    public Topology {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
        links = List.copyOf(links);
        List<String> problems = TopologyCheck.problems(exchanges, queues, bindings, links);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("topology: " + String.join("; ", problems));
        }
    }

    /**
     * A durable exchange.
     *
     * @param type {@code topic} or {@code fanout}
     */
    public record Exchange(String name, String type, Map<String, Object> arguments) {
        public Exchange {
            arguments = Map.copyOf(arguments);
        }
    }

    /** A durable queue; its type is among the arguments. */
    public record Queue(String name, Map<String, Object> arguments) {
        public Queue {
            arguments = Map.copyOf(arguments);
        }
    }

    public record Binding(String exchange, String queue, String routingKey) {}

    /** An exchange-to-exchange binding. */
    public record Link(String from, String to, String routingKey) {}

    /** The topology of this version. */
    public static Topology ondes() {
        return new Topology(
                List.of(
                        new Exchange(EVENTS, "topic", Map.of("alternate-exchange", UNROUTED)),
                        new Exchange(WORK, "topic", Map.of("alternate-exchange", UNROUTED)),
                        new Exchange(DEAD, "fanout", Map.of()),
                        new Exchange(UNROUTED, "fanout", Map.of())),
                List.of(
                        new Queue(SCHEDULER_JOB_QUEUED, QueueArguments.work(DEAD)),
                        new Queue(SCHEDULER_CANCEL, QueueArguments.work(DEAD)),
                        new Queue(DISPATCHER_CAPACITY, QueueArguments.latest()),
                        new Queue(DISPATCHER_FINISHED, QueueArguments.work(DEAD)),
                        new Queue(SCHEDULER_NOTICE, QueueArguments.work(DEAD)),
                        new Queue(SCHEDULER_NOTICE_CANCELLED, QueueArguments.work(DEAD)),
                        new Queue(WATCHER_NOTICE, QueueArguments.work(DEAD)),
                        new Queue(WATCHER_NOTICE_CANCELLED, QueueArguments.work(DEAD)),
                        new Queue(BUILDER_REQUESTED, QueueArguments.work(DEAD)),
                        new Queue(BUILDER_NOTICE, QueueArguments.hints()),
                        new Queue(DEAD_LETTERS, QueueArguments.kept()),
                        new Queue(UNROUTED, QueueArguments.kept()),
                        new Queue(JOURNAL, QueueArguments.journal())),
                List.of(
                        new Binding(WORK, SCHEDULER_JOB_QUEUED, EventType.JOB_QUEUED.routingKey()),
                        new Binding(WORK, SCHEDULER_CANCEL, EventType.JOB_CANCEL_REQUESTED.routingKey()),
                        new Binding(WORK, DISPATCHER_FINISHED, EventType.JOB_FINISHED.routingKey()),
                        new Binding(WORK, SCHEDULER_NOTICE, EventType.SPOT_TERMINATION_NOTICE.routingKey()),
                        new Binding(
                                WORK, SCHEDULER_NOTICE_CANCELLED, EventType.SPOT_TERMINATION_CANCELLED.routingKey()),
                        new Binding(WORK, WATCHER_NOTICE, EventType.SPOT_TERMINATION_NOTICE.routingKey()),
                        new Binding(WORK, WATCHER_NOTICE_CANCELLED, EventType.SPOT_TERMINATION_CANCELLED.routingKey()),
                        new Binding(WORK, BUILDER_REQUESTED, EventType.BUILD_REQUESTED.routingKey()),
                        // A level that nobody hears is no loss: not by way of WORK.
                        new Binding(EVENTS, DISPATCHER_CAPACITY, EventType.CAPACITY_REPORTED.routingKey()),
                        // Nor is a hint; and builds are not everywhere.
                        new Binding(EVENTS, BUILDER_NOTICE, EventType.SPOT_TERMINATION_NOTICE.routingKey()),
                        new Binding(EVENTS, JOURNAL, "#"),
                        new Binding(DEAD, DEAD_LETTERS, ""),
                        new Binding(UNROUTED, UNROUTED, "")),
                List.of(
                        new Link(EVENTS, WORK, EventType.JOB_QUEUED.routingKey()),
                        new Link(EVENTS, WORK, EventType.JOB_CANCEL_REQUESTED.routingKey()),
                        new Link(EVENTS, WORK, EventType.JOB_FINISHED.routingKey()),
                        new Link(EVENTS, WORK, EventType.SPOT_TERMINATION_NOTICE.routingKey()),
                        new Link(EVENTS, WORK, EventType.SPOT_TERMINATION_CANCELLED.routingKey()),
                        new Link(EVENTS, WORK, EventType.BUILD_REQUESTED.routingKey())));
    }
}
