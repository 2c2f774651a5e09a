package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says what webhooks told, after they were answered. Bounded: what finds no place is dropped and counted, since a webhook is a hint:
 * GitLab may lose it as well, and nobody relies on one. {@link #offer} is thread-safe and never blocks.
 */
public final class Outbox<T extends EventData> {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final BlockingQueue<T> waiting;
    private final String name;
    private final Events events;
    private final Event.Factory factory;
    private final Runnable dropped;
    private volatile boolean closing;
    private @Nullable Thread speaker;

    /**
     * @param most how many may wait
     * @param dropped called for each that is not said
     */
    public Outbox(String name, int most, Events events, Event.Factory factory, Runnable dropped) {
        this.name = name;
        this.waiting = new LinkedBlockingQueue<>(most);
        this.events = events;
        this.factory = factory;
        this.dropped = dropped;
    }

    /** Takes one, to be said soon; false where it is dropped. */
    public boolean offer(T data) {
        boolean taken = !closing && waiting.offer(data);
        if (!taken) {
            dropped.run();
        }
        return taken;
    }

    /** Begins to say what is offered, in a thread of its own. */
    public void start() {
        speaker = Thread.ofVirtual().name(name).start(this::speak);
    }

    /** Says what was offered so far, and ends; what can't be said within the time is dropped. */
    public void stop(Duration atMost) throws InterruptedException {
        closing = true;
        if (speaker != null && !speaker.join(atMost)) {
            speaker.interrupt();
        }
    }

    private void speak() {
        try {
            while (!closing || !waiting.isEmpty()) {
                T data = waiting.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (data != null) {
                    say(data);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(T data) {
        Event<T> event = factory.event(data, null);
        try {
            events.publish(event);
        } catch (PublishException e) {
            dropped.run();
            LOG.warn(LogLine.of("could not say what a webhook told")
                    .with(LogKey.EVENT, event.type().routingKey())
                    .with(LogKey.SUBJECT, event.subject())
                    .why(e.getMessage()));
        }
    }
}
