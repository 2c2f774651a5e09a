package dev.ondes.messaging.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One open period of a consumer: subscribes, and again whenever the subscription ended, until it is stopped. */
final class Supervision {
    private static final Logger LOG = Logger.getLogger(Supervision.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** A subscription that lasted less counts as a failure: the pause before the next one grows. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final ConsumerSettings settings;
    private final QueueConsumer.Shared shared;
    private final Consuming.Taker taker;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private @Nullable Consuming consuming;
    private @Nullable String trouble = "not subscribed yet";

    private Supervision(ConsumerSettings settings, QueueConsumer.Shared shared, Consuming.Taker taker) {
        this.settings = settings;
        this.shared = shared;
        this.taker = taker;
    }

    static Supervision start(ConsumerSettings settings, QueueConsumer.Shared shared, Consuming.Taker taker) {
        var supervision = new Supervision(settings, shared, taker);
        Thread.ofVirtual().name("ondes-consume-" + settings.queue()).start(supervision::keepSubscribed);
        return supervision;
    }

    synchronized Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends the period: no delivery after this, and no new subscription. */
    void stopDeliveries() {
        stopped.countDown();
        stop.complete(null);
        Consuming last = current();
        if (last != null) {
            last.stopDeliveries();
        }
    }

    /** Whatever is unsettled goes back to the queue. */
    void close() {
        Consuming last = current();
        if (last != null) {
            last.close();
        }
    }

    private synchronized @Nullable Consuming current() {
        return consuming;
    }

    private void keepSubscribed() {
        int failures = 0;
        try {
            while (!isStopped()) {
                Optional<Connection> connection = shared.connection().await(Deadline.in(LOOK));
                if (connection.isEmpty()) {
                    continue;
                }
                String reason;
                try {
                    Deadline steady = Deadline.in(STEADY);
                    reason = subscribe(connection.get());
                    failures = steady.isOver() ? 0 : failures + 1;
                } catch (IOException | RuntimeException e) {
                    reason = refused(e, connection.get());
                    failures++;
                }
                if (!isStopped()) {
                    say(reason);
                    stopped.await(
                            shared.backoff()
                                    .after(failures + 1, shared.random())
                                    .toNanos(),
                            TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Says why it ended; not before it has ended, or was stopped */
    private String subscribe(Connection connection) throws IOException {
        Consuming now = Consuming.begin(connection, settings.queue(), settings.prefetch(), this::deliver);
        synchronized (this) {
            consuming = now;
            trouble = null;
        }
        if (isStopped()) {
            // The stop came between; nobody else knows this one.
            now.close();
            return "stopped";
        }
        LOG.info(LogLine.of("consuming").with(LogKey.QUEUE, settings.queue()));
        CompletableFuture.anyOf(now.ended(), stop).join();
        if (isStopped()) {
            return "stopped";
        }
        // Over a channel without its consumer nothing could be settled that the broker has not given away by now.
        now.close();
        return now.ended().join();
    }

    private void deliver(Delivery delivery, byte[] body) {
        if (isStopped()) {
            delivery.putBackUntouched();
        } else {
            taker.take(delivery, body);
        }
    }

    private String refused(Exception cause, Connection connection) {
        if (Causes.replyCode(cause).orElse(0) != AMQP.NOT_FOUND) {
            return Causes.sentence(cause);
        }
        try {
            shared.topology().check(connection);
        } catch (IOException | RuntimeException e) {
            return Causes.sentence(e);
        }
        return "the queue is missing";
    }

    private void say(String reason) {
        synchronized (this) {
            if (reason.equals(trouble)) {
                return;
            }
            trouble = reason;
        }
        LOG.warn(LogLine.of("not consuming; subscribing again")
                .with(LogKey.QUEUE, settings.queue())
                .why(reason));
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
