package dev.ondes.messaging.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import java.util.Date;
import java.util.Map;
import java.util.stream.IntStream;

/** A stream of a test's own, and a hand that writes to it. */
public final class TestStream implements AutoCloseable {
    private final String name;
    private final Connection connection;
    private final EventCodec codec = new EventCodec();

    public TestStream(String name) {
        this.name = "test." + name;
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.setUri(LocalBroker.url());
            connection = factory.newConnection("test");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        delete();
    }

    public String name() {
        return name;
    }

    public void declare() {
        declare(Map.of());
    }

    /** The broker keeps about one segment of 500 kB. */
    public void declareSmall() {
        declare(Map.of("x-max-length-bytes", 1_000_000L, "x-stream-max-segment-size-bytes", 500_000));
    }

    private void declare(Map<String, Object> bounds) {
        Map<String, Object> arguments = new java.util.HashMap<>(bounds);
        arguments.put("x-queue-type", "stream");
        with(channel -> channel.queueDeclare(name, true, false, false, arguments));
    }

    public void delete() {
        with(channel -> channel.queueDelete(name));
    }

    /** Events {@code event-<from>} to {@code event-<to - 1>}; returns when the broker has them. */
    public void put(int from, int to) {
        put(IntStream.range(from, to)
                .mapToObj(n -> Sample.started("event-" + n))
                .toArray(Event<?>[]::new));
    }

    public void put(Event<?>... events) {
        with(channel -> {
            channel.confirmSelect();
            for (Event<?> event : events) {
                publish(
                        channel,
                        properties(event.type().wire(), event.id()).timestamp(Date.from(event.time())),
                        codec.encode(event));
            }
            return channel.waitForConfirms();
        });
    }

    /** A message as it is. */
    public void put(String type, String id, byte[] body) {
        with(channel -> {
            channel.confirmSelect();
            publish(channel, properties(type, id), body);
            return channel.waitForConfirms();
        });
    }

    private static BasicProperties.Builder properties(String type, String id) {
        return new BasicProperties.Builder().type(type).messageId(id);
    }

    private void publish(Channel channel, BasicProperties.Builder properties, byte[] body) throws Exception {
        channel.basicPublish("", name, properties.build(), body);
    }

    @Override
    public void close() {
        delete();
        connection.abort();
    }

    private interface Action {
        Object run(Channel channel) throws Exception;
    }

    private void with(Action action) {
        try (Channel channel = connection.createChannel()) {
            action.run(channel);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
