package dev.ondes.playground.platform;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.playground.process.PlaygroundException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Hears every event from now on, through a queue of its own that goes with it. Thread-safe. */
public final class EventLog implements AutoCloseable {
    private final EventCodec codec = new EventCodec();
    private final List<Event<?>> events = new CopyOnWriteArrayList<>();
    private final List<byte[]> raw = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final Connection connection;

    private EventLog(Connection connection) throws Exception {
        this.connection = connection;
        Channel channel = connection.createChannel();
        // The services declare the same; whoever comes first makes it.
        for (Topology.Exchange exchange : Topology.ondes().exchanges()) {
            channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments());
        }
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENTS, "#");
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                raw.add(body);
                codec.decode(body).ifPresent(EventLog.this::hear);
            }
        });
    }

    /**
     * Begins to listen.
     *
     * @throws PlaygroundException when the broker refuses
     */
    public static EventLog listen(URI broker) {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(broker);
            return new EventLog(factory.newConnection("playground"));
        } catch (Exception e) {
            throw new PlaygroundException("the broker does not let us listen to events: " + e.getMessage());
        }
    }

    private void hear(Event<?> event) {
        lock.lock();
        try {
            events.add(event);
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was heard of one kind, oldest first. */
    public <T extends EventData> Stream<T> all(Class<T> kind) {
        return events.stream().map(Event::data).filter(kind::isInstance).map(kind::cast);
    }

    /** The same with their envelopes. */
    public Stream<Event<?>> events(Class<? extends EventData> kind) {
        return events.stream().filter(event -> kind.isInstance(event.data()));
    }

    /** Waits until that many of one kind were heard, or the time is up. */
    public <T extends EventData> boolean await(Duration limit, Class<T> kind, long number) {
        return await(limit, () -> all(kind).count() >= number);
    }

    /** Waits for the next event: for those who then look at something that gives no signal of its own, at least so often. */
    public void awaitNext(Duration atMost) {
        int before = events.size();
        await(atMost, () -> events.size() > before);
    }

    private boolean await(Duration limit, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!condition.getAsBoolean() && left > 0) {
                left = heard.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while waiting for events");
        } finally {
            lock.unlock();
        }
    }

    /** Every message as it came. */
    public List<byte[]> raw() {
        return new ArrayList<>(raw);
    }

    @Override
    public void close() {
        connection.abort(2_000);
    }
}
