package dev.ondes.dispatcher.testing;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.PublishException.Reason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A broker that takes events, or doesn't. What it takes has been through the codec, and so obeys its schema. */
public final class FakeEvents implements Events {
    private final List<Event<?>> taken = new CopyOnWriteArrayList<>();
    private final EventCodec codec = new EventCodec();
    private volatile boolean down;
    private volatile long largest = Long.MAX_VALUE;
    private volatile Consumer<Event<?>> before = event -> {};
    private volatile Consumer<Event<?>> after = event -> {};

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    /** Takes no larger event from now on. */
    public void takeAtMost(long bytes) {
        largest = bytes;
    }

    /** Called with each event before it is taken or refused. */
    public void onPublish(Consumer<Event<?>> listener) {
        before = listener;
    }

    /** Called with each event that was taken, before the publisher knows. */
    public void afterPublish(Consumer<Event<?>> listener) {
        after = listener;
    }

    @Override
    public void publish(Event<?> event) {
        before.accept(event);
        if (down) {
            throw new PublishException(Reason.UNREACHABLE, event.type().routingKey());
        }
        byte[] body = codec.encode(event);
        if (body.length > largest) {
            throw new PublishException(Reason.TOO_LARGE, event.type().routingKey());
        }
        taken.add(codec.decode(body).orElseThrow());
        after.accept(event);
    }

    public List<Event<?>> taken() {
        return List.copyOf(taken);
    }

    public <T extends EventData> List<T> taken(Class<T> type) {
        return taken.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
