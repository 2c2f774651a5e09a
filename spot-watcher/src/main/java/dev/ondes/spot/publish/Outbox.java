package dev.ondes.spot.publish;

import dev.ondes.contracts.event.Event;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Events that the broker doesn't have yet: each is published again and again until it does. What is lost with this process
 * comes back: its source says it again, or the leader finds it in the node's ledger. Thread-safe.
 */
public final class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Events events;
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Outbox(Events events) {
        this.events = events;
    }

    /** Done when the broker has it. An event of the same id that waits already is the same. Returns at once. */
    public CompletableFuture<Void> say(Event<?> event) {
        return waiting.computeIfAbsent(event.id(), _ -> {
            var confirmed = new CompletableFuture<Void>();
            Thread.startVirtualThread(() -> publish(event, confirmed));
            return confirmed;
        });
    }

    /** How many the broker doesn't have. */
    public int waiting() {
        return waiting.size();
    }

    /** What waits is given up. */
    public void stop() {
        stopped.countDown();
    }

    private void publish(Event<?> event, CompletableFuture<Void> confirmed) {
        while (true) {
            try {
                events.publish(event);
                waiting.remove(event.id());
                confirmed.complete(null);
                return;
            } catch (PublishException e) {
                LOG.warn(LogLine.of("event waits for the broker")
                        .with(LogKey.EVENT, event.type().routingKey())
                        .with(LogKey.SUBJECT, event.subject())
                        .why(e.getMessage()));
            } catch (RuntimeException | Error e) {
                LOG.error(
                        LogLine.of("event can't be published")
                                .with(LogKey.EVENT, event.type().routingKey())
                                .with(LogKey.SUBJECT, event.subject()),
                        e);
                waiting.remove(event.id());
                confirmed.completeExceptionally(e);
                return;
            }
            if (pauseIsCut()) {
                waiting.remove(event.id());
                confirmed.completeExceptionally(new IllegalStateException("this process stops"));
                return;
            }
        }
    }

    private boolean pauseIsCut() {
        try {
            return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
