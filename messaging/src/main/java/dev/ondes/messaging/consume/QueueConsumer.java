package dev.ondes.messaging.consume;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.InvalidEventException;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Consumes one queue while it is open: hands out events, and settles each when told how its handler ended. Survives
 * whatever happens to consumer, channel and connection. Thread-safe; {@link #close} blocks.
 */
public final class QueueConsumer {
    private static final Logger LOG = Logger.getLogger(QueueConsumer.class);

    /** What all consumers of a service share. */
    public record Shared(
            BrokerConnection connection,
            TopologyGuard topology,
            EventCodec codec,
            Backoff backoff,
            RandomGenerator random,
            ScheduledExecutorService timer,
            FailureReports reports,
            Counts counts) {}

    private final ConsumerSettings settings;
    private final Shared shared;
    private final Inbox inbox;
    private @Nullable Supervision supervision;

    public QueueConsumer(ConsumerSettings settings, Shared shared) {
        this.settings = settings;
        this.shared = shared;
        this.inbox = new Inbox(settings.prefetch(), this::stopNow);
        shared.counts().register(Count.Tag.QUEUE, settings.queue());
    }

    public String queue() {
        return settings.queue();
    }

    /** The events; one subscriber, once. Never ends by itself. */
    public Flow.Publisher<Received> events() {
        return inbox;
    }

    /** Begins to consume, as soon as broker and queue are there; does nothing when open. */
    public synchronized void open() {
        if (supervision == null) {
            shared.connection().start();
            supervision = Supervision.start(settings, shared, this::delivered);
        }
    }

    /** As {@link dev.ondes.messaging.Subscriptions#close}; does nothing when closed. */
    public void close() throws InterruptedException {
        Supervision last = end();
        if (last == null) {
            return;
        }
        last.stopDeliveries();
        inbox.takeWaiting().forEach(received -> received.delivery().putBackUntouched());
        if (!inbox.awaitIdle(settings.closeTimeout())) {
            LOG.warn(LogLine.of("handlers still run; their messages go back to the queue")
                    .with(LogKey.QUEUE, settings.queue())
                    .with(LogKey.WAIT, settings.closeTimeout()));
        }
        last.close();
    }

    private void stopNow() {
        Supervision last = end();
        if (last != null) {
            Thread.startVirtualThread(() -> {
                last.stopDeliveries();
                last.close();
            });
        }
    }

    private synchronized @Nullable Supervision end() {
        Supervision last = supervision;
        supervision = null;
        return last;
    }

    /** Why it does not consume though it is open; empty when closed, or when all is well. */
    public synchronized Optional<String> trouble() {
        return supervision == null ? Optional.empty() : supervision.trouble();
    }

    /** The handler is done. */
    public void handled(Received received) {
        try {
            settled(received.delivery().ack(), Count.ACKED);
        } finally {
            inbox.done();
        }
    }

    /** The handler failed. The message goes back after a pause, during which it still counts as unacknowledged. */
    public void failed(Received received, Throwable cause) {
        try {
            Delivery delivery = received.delivery();
            switch (Failure.of(cause, delivery.failures(), settings)) {
                case Failure.Passing(var pause) -> {
                    LOG.warn(LogLine.of("a handler failed; the event comes again")
                            .with(LogKey.QUEUE, settings.queue())
                            .with(LogKey.EVENT, received.event().type().routingKey())
                            .with(LogKey.SUBJECT, received.event().subject())
                            .with(LogKey.EVENT_ID, received.event().id())
                            .with(LogKey.FAILURES, delivery.failures() + 1)
                            .with(LogKey.WAIT, pause)
                            .why(cause.toString()));
                    var _ = shared.timer()
                            .schedule(
                                    () -> settled(delivery.putBackAsFailed(), Count.REJECTED),
                                    pause.toNanos(),
                                    TimeUnit.NANOSECONDS);
                }
                case Failure.Lasting lasting -> deadLetter(delivery, lasting, received.event());
            }
        } finally {
            inbox.done();
        }
    }

    private void delivered(Delivery delivery, byte[] body) {
        shared.counts().add(Count.CONSUMED, settings.queue());
        if (delivery.isRedelivered()) {
            shared.counts().add(Count.REDELIVERED, settings.queue());
        }
        try {
            Optional<Event<?>> event = shared.codec().decode(body);
            if (event.isEmpty()) {
                unknown(delivery);
            } else {
                inbox.put(new Received(event.get(), delivery));
            }
        } catch (InvalidEventException e) {
            deadLetter(delivery, new Failure.Lasting(Failure.Kind.INVALID, String.valueOf(e.getMessage())), null);
        }
    }

    /** Said by a newer version, to whom it may concern; this version was never meant to act on it. */
    private void unknown(Delivery delivery) {
        LOG.debug(LogLine.of("an event of a type that this version does not know; acknowledged")
                .with(LogKey.QUEUE, settings.queue())
                .with(LogKey.EVENT_ID, delivery.id()));
        shared.counts().add(Count.UNKNOWN_TYPE, settings.queue());
        settled(delivery.ack(), Count.ACKED);
    }

    private void deadLetter(Delivery delivery, Failure.Lasting failure, @Nullable Event<?> event) {
        LOG.error(LogLine.of("an event that no repetition would heal; to the dead letters")
                .with(LogKey.QUEUE, settings.queue())
                .with(LogKey.EVENT, event == null ? null : event.type().routingKey())
                .with(LogKey.SUBJECT, event == null ? null : event.subject())
                .with(LogKey.EVENT_ID, delivery.id())
                .why(failure.message()));
        if (settled(delivery.reject(), Count.DEAD_LETTERED)) {
            shared.reports().report(settings.queue(), failure.kind().word(), failure.message(), event);
        }
    }

    private boolean settled(boolean sent, Count as) {
        shared.counts().add(sent ? as : Count.STALE, settings.queue());
        return sent;
    }
}
