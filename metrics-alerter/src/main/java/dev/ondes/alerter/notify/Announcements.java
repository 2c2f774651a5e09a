package dev.ondes.alerter.notify;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Says events of alerts, in order, until the broker has them: in a thread of its own, since the broker may be what is broken. No two have
 * the same time, so that it is clear which is the later one. Thread-safe.
 */
public final class Announcements implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    private static final String SOURCE = "/metrics-alerter";
    /** With what couriers get, less than a supervisor gives a process to end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /**
     * One event on its way.
     *
     * @param taken done when the broker has it
     */
    public record Said(Event<?> event, CompletableFuture<Void> taken) {}

    private final Events events;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Clock clock;
    private final Supplier<String> ids;
    /** An empty one is the last. */
    private final BlockingQueue<Optional<Said>> queue = new LinkedBlockingQueue<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Instant last = Instant.MIN;

    public Announcements(Events events, Backoff backoff, RandomGenerator random, Clock clock, Supplier<String> ids) {
        this.events = events;
        this.backoff = backoff;
        this.random = random;
        this.clock = clock;
        this.ids = ids;
        this.thread = Thread.ofVirtual().name("ondes-announcements").start(this::work);
    }

    /** Returns at once. */
    public synchronized Said say(EventData data) {
        Instant now = clock.instant();
        last = now.isAfter(last) ? now : last.plusMillis(1);
        var said =
                new Said(new Event<>(ids.get(), SOURCE, last, data.subject(), null, data), new CompletableFuture<>());
        queue.add(Optional.of(said));
        return said;
    }

    /** Waits for some seconds until the broker has what was said by now; what is said later, nobody hears. */
    @Override
    public void close() {
        queue.add(Optional.empty());
        try {
            if (!thread.join(LAST_WORDS)) {
                LOG.warn(LogLine.of("events of alerts are lost: the broker did not take them in time before the end")
                        .with(LogKey.WAIT, LAST_WORDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed.countDown();
    }

    private void work() {
        try {
            for (Optional<Said> next = queue.take(); next.isPresent(); next = queue.take()) {
                publish(next.get());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void publish(Said said) throws InterruptedException {
        for (int failures = 1; closed.getCount() > 0; failures++) {
            try {
                events.publish(said.event());
                said.taken().complete(null);
                return;
            } catch (PublishException e) {
                LOG.warn(LogLine.of("an alert's event is not published yet; trying again")
                        .with(LogKey.SUBJECT, said.event().subject())
                        .why(e.getMessage()));
                closed.await(backoff.after(failures, random).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
