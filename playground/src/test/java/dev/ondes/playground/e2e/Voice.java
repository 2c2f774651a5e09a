package dev.ondes.playground.e2e;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Says events as a service does: what was said is in the journal. */
final class Voice implements AutoCloseable {
    private static final Duration CONFIRMED = Duration.ofSeconds(30);

    private final EventCodec codec = new EventCodec();
    private final Event.Factory factory = new Event.Factory(
            "/playground", Clock.systemUTC(), () -> UUID.randomUUID().toString());
    private final Connection connection;
    private final Channel channel;

    Voice(URI broker) {
        try {
            var connections = new ConnectionFactory();
            connections.setUri(broker);
            connection = connections.newConnection("test");
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not let us speak", e);
        }
    }

    /** Returns when the broker has it. */
    void say(EventData data) {
        Event<?> event = factory.event(data, null);
        try {
            channel.basicPublish(
                    Topology.EVENTS,
                    event.type().routingKey(),
                    new AMQP.BasicProperties.Builder()
                            .messageId(event.id())
                            .type(event.type().wire())
                            .contentType(EventCodec.CONTENT_TYPE)
                            .deliveryMode(2)
                            .build(),
                    codec.encode(event));
            channel.waitForConfirmsOrDie(CONFIRMED.toMillis());
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker did not take an event", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        connection.abort(2_000);
    }
}
