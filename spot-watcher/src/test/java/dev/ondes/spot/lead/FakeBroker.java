package dev.ondes.spot.lead;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A broker with one work queue; what is refused by its handler comes again. Events pass their schemas. */
final class FakeBroker implements Events {
    private final Steps steps;
    private final EventCodec codec = new EventCodec();
    private final List<Event<?>> confirmed = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Event<?>> work = new LinkedBlockingQueue<>();
    private volatile boolean away;
    private volatile Consumer<Event<?>> consumer = _ -> {};
    private volatile boolean consumed;

    FakeBroker(Steps steps) {
        this.steps = steps;
        Thread.startVirtualThread(this::deliver);
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    /** Who leads hears; nobody else does. */
    void consume(Consumer<Event<?>> by) {
        consumer = by;
        consumed = true;
    }

    void consumeNoMore() {
        consumed = false;
    }

    <T extends EventData> List<T> said(Class<T> kind) {
        return confirmed.stream()
                .map(Event::data)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<Event<?>> events(Class<? extends EventData> kind) {
        return confirmed.stream().filter(event -> kind.isInstance(event.data())).toList();
    }

    @Override
    public void publish(Event<?> event) {
        if (away) {
            throw new PublishException(
                    PublishException.Reason.UNREACHABLE, event.type().routingKey());
        }
        Event<?> received = codec.decode(codec.encode(event)).orElseThrow();
        steps.add(name(received.data()), received.subject(), received.id());
        confirmed.add(received);
        if (!(received.data() instanceof NodeDrained)) {
            work.add(received);
        }
    }

    private static String name(EventData data) {
        return switch (data) {
            case TerminationNotice _ -> "confirmed";
            case TerminationCancelled _ -> "cancelled";
            default -> "drained";
        };
    }

    private void deliver() {
        try {
            while (true) {
                Event<?> event = work.poll(1, TimeUnit.DAYS);
                if (event == null) {
                    return;
                }
                if (!consumed) {
                    work.add(event);
                    TimeUnit.MILLISECONDS.sleep(5);
                    continue;
                }
                Consumer<Event<?>> by = consumer;
                Thread.startVirtualThread(() -> handle(event, by));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Event<?> event, Consumer<Event<?>> by) {
        try {
            by.accept(event);
        } catch (RuntimeException e) {
            work.add(event);
        }
    }
}
