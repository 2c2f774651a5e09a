package dev.ondes.spot.lead;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.PublishException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A broker with one work queue; what is refused by its handler comes again. Events pass their schemas. */
final class FakeBroker implements Events {
    private final Steps steps;
    private final EventCodec codec = new EventCodec();
    private final List<Event<?>> confirmed = new CopyOnWriteArrayList<>();
    private final Queue<Event<?>> work = new ArrayDeque<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean broken;
    private Optional<Consumer<Event<?>>> consumer = Optional.empty();

    FakeBroker(Steps steps) {
        this.steps = steps;
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    /** Publishing ends in what nobody thought of. */
    void breakDown() {
        broken = true;
    }

    void isMended() {
        broken = false;
    }

    /** Who leads hears; nobody else does. */
    synchronized void consume(Consumer<Event<?>> by) {
        consumer = Optional.of(by);
        deliver();
    }

    synchronized void consumeNoMore() {
        consumer = Optional.empty();
    }

    /** How many its consumer is done with. */
    int acknowledged() {
        return acknowledged.get();
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
        if (broken) {
            throw new IllegalStateException("said by the test");
        }
        Event<?> received = codec.decode(codec.encode(event)).orElseThrow();
        steps.add(name(received.data()), received.subject(), received.id());
        confirmed.add(received);
        if (!(received.data() instanceof NodeDrained)) {
            put(received);
        }
    }

    private static String name(EventData data) {
        return switch (data) {
            case TerminationNotice _ -> "confirmed";
            case TerminationCancelled _ -> "cancelled";
            default -> "drained";
        };
    }

    private synchronized void put(Event<?> event) {
        work.add(event);
        deliver();
    }

    /** What is there goes to the consumer, each in a thread of its own; without one it waits. */
    private synchronized void deliver() {
        consumer.ifPresent(by -> {
            for (Event<?> event = work.poll(); event != null; event = work.poll()) {
                Event<?> next = event;
                Thread.startVirtualThread(() -> handle(next, by));
            }
        });
    }

    private void handle(Event<?> event, Consumer<Event<?>> by) {
        try {
            by.accept(event);
            acknowledged.incrementAndGet();
        } catch (RuntimeException e) {
            put(event);
        }
    }
}
