package dev.ondes.messaging.publish;

import com.rabbitmq.client.Connection;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.PublishException.Reason;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.messaging.publish.Attempt.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with confirm and {@code mandatory}, and again until the broker has taken the event.
 *
 * <p>Any number of threads publish; each waits for its own event. One thread of ours writes to the socket, so that an
 * interrupted caller cannot close the connection: an interrupt in a virtual thread's socket call would.
 */
public final class ConfirmingPublisher implements Events, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConfirmingPublisher.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private record Sending(OutgoingMessage message, Attempt attempt) {}

    private final BrokerConnection connection;
    private final String exchange;
    private final EventCodec codec;
    private final PublishLimits limits;
    private final Counts counts;

    private final Semaphore inFlight;
    private final BlockingQueue<Sending> toSend = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ConfirmingPublisher(
            BrokerConnection connection, String exchange, EventCodec codec, PublishLimits limits, Counts counts) {
        this.connection = connection;
        this.exchange = exchange;
        this.codec = codec;
        this.limits = limits;
        this.counts = counts;
        this.inFlight = new Semaphore(limits.inFlight());
    }

    /** Starts one, on a connection used for publishing alone: the broker stops reading from a connection that it blocks. */
    public static ConfirmingPublisher start(
            BrokerConnection connection, String exchange, EventCodec codec, PublishLimits limits, Counts counts) {
        var publisher = new ConfirmingPublisher(connection, exchange, codec, limits, counts);
        Thread.ofVirtual().name("ondes-publish").start(publisher::sendAll);
        return publisher;
    }

    @Override
    public void publish(Event<?> event) {
        var message = OutgoingMessage.of(event, codec);
        var deadline = Deadline.in(limits.time());
        try {
            if (!inFlight.tryAcquire(deadline.left(), TimeUnit.NANOSECONDS)) {
                throw givenUp(message, noAnswer(false));
            }
            try {
                publish(message, deadline);
            } finally {
                inFlight.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp(message, Reason.UNCONFIRMED);
        }
    }

    private void publish(OutgoingMessage message, Deadline deadline) throws InterruptedException {
        String of = message.routingKey();
        for (int failures = 0; ; failures++) {
            var attempt = new Attempt(message);
            counts.add(Count.PUBLISHED, of);
            Verdict verdict = await(new Sending(message, attempt), deadline);
            Reason reason =
                    switch (verdict) {
                        case CONFIRMED -> null;
                        case RETURNED -> Reason.UNROUTABLE;
                        case NACKED -> Reason.NACKED;
                        case FORBIDDEN -> Reason.FORBIDDEN;
                        case TOO_LARGE -> Reason.TOO_LARGE;
                        case UNSENDABLE -> Reason.UNSENDABLE;
                        case LOST -> Reason.UNCONFIRMED;
                        case OVERDUE -> noAnswer(attempt.wasSent());
                    };
            count(verdict, of);
            if (reason == null) {
                return;
            }
            if (verdict.isFinal() || !pause(limits.backoff().after(failures + 1, limits.random()), deadline)) {
                throw givenUp(message, reason);
            }
            counts.add(Count.RETRIED, of);
        }
    }

    private Verdict await(Sending sending, Deadline deadline) throws InterruptedException {
        toSend.add(sending);
        if (closed.getCount() == 0) {
            return Verdict.LOST;
        }
        try {
            Verdict verdict = sending.attempt().await(deadline);
            if (verdict == Verdict.OVERDUE) {
                abandon(sending);
            }
            return verdict;
        } catch (InterruptedException e) {
            abandon(sending);
            throw e;
        }
    }

    /** Where the socket takes nothing, nobody would fetch it. */
    private void abandon(Sending sending) {
        sending.attempt().end(Verdict.OVERDUE);
        var _ = toSend.remove(sending);
    }

    /** Waits; false when there is no time left for another attempt */
    private boolean pause(Duration time, Deadline deadline) throws InterruptedException {
        boolean ended = closed.await(Math.min(time.toNanos(), deadline.left()), TimeUnit.NANOSECONDS);
        return !ended && !deadline.isOver();
    }

    private Reason noAnswer(boolean sent) {
        if (connection.isBlocked()) {
            return Reason.BLOCKED;
        }
        return sent || connection.trouble().isEmpty() ? Reason.UNCONFIRMED : Reason.UNREACHABLE;
    }

    private void count(Verdict verdict, String of) {
        switch (verdict) {
            case CONFIRMED -> counts.add(Count.CONFIRMED, of);
            case RETURNED -> counts.add(Count.RETURNED, of);
            case NACKED -> counts.add(Count.NACKED, of);
            case FORBIDDEN, TOO_LARGE, UNSENDABLE, LOST, OVERDUE -> {}
        }
    }

    private PublishException givenUp(OutgoingMessage message, Reason reason) {
        counts.add(Count.FAILED, message.routingKey());
        return new PublishException(reason, "event " + message + " not published");
    }

    /** Ends the waiting of all callers, each with an exception. The connection is its owner's to close. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void sendAll() {
        ConfirmChannel channel = null;
        try {
            while (closed.getCount() > 0) {
                Sending next = toSend.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    channel = channelFor(next.attempt(), channel);
                    if (channel != null && !next.attempt().isOver()) {
                        channel.send(next.message(), next.attempt());
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            if (channel != null) {
                channel.close();
            }
            toSend.forEach(sending -> sending.attempt().end(Verdict.LOST));
        }
    }

    /** Waits until the broker takes messages, or nobody waits for the attempt any more; then null. */
    private @Nullable ConfirmChannel channelFor(Attempt attempt, @Nullable ConfirmChannel last)
            throws InterruptedException {
        while (!attempt.isOver() && closed.getCount() > 0) {
            Optional<Connection> open = connection.awaitUnblocked(Deadline.in(LOOK));
            if (open.isPresent()) {
                if (last != null && last.isOpen()) {
                    return last;
                }
                try {
                    return ConfirmChannel.open(open.get(), exchange);
                } catch (IOException | RuntimeException e) {
                    LOG.warn(LogLine.of("cannot open a channel for publishing; trying again")
                            .why(Causes.sentence(e)));
                    closed.await(limits.backoff().after(1, limits.random()).toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        }
        return last;
    }
}
