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
 * Says what webhooks told, one after the other. Bounded: what finds no place is dropped and counted, since a webhook is a hint:
 * GitLab may lose it as well, and nobody relies on one. {@link #offer} is thread-safe and never blocks.
 */
public final class Outbox<T extends EventData> {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    /** What became of something that was offered. */
    @FunctionalInterface
    public interface Fate {
        /**
         * Called once, in any thread.
         *
         * @param said whether the broker has it; else it was dropped
         */
        void known(boolean said);
    }

    private record Letter<D>(D data, Fate fate) {}

    private final BlockingQueue<Letter<T>> waiting;
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
        return offer(data, said -> {});
    }

    /** Takes one, as above, for somebody who must know what becomes of it. */
    public boolean offer(T data, Fate fate) {
        boolean taken = !closing && waiting.offer(new Letter<>(data, fate));
        if (!taken) {
            drop(fate);
        }
        return taken;
    }

    private void drop(Fate fate) {
        dropped.run();
        fate.known(false);
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
                Letter<T> letter = waiting.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (letter != null) {
                    say(letter);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Letter<T> letter) {
        Event<T> event = factory.event(letter.data(), null);
        try {
            events.publish(event);
            letter.fate().known(true);
        } catch (PublishException e) {
            drop(letter.fate());
            LOG.warn(LogLine.of("could not say what a webhook told")
                    .with(LogKey.EVENT, event.type().routingKey())
                    .with(LogKey.SUBJECT, event.subject())
                    .why(e.getMessage()));
        }
    }
}
