package dev.ondes.playground.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.net.URI;
import java.util.Date;
import java.util.concurrent.TimeoutException;

/**
 * Says events straight into the journal, by no exchange: nobody else is to act on what is made up. Waits for the broker's word each thousand. For
 * one thread.
 */
final class JournalFeed implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final long PATIENCE = 30_000;

    private final EventCodec codec = new EventCodec();
    private final Connection connection;
    private final Channel channel;
    private long said;

    JournalFeed(URI broker) {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(broker);
            connection = factory.newConnection("bench");
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (Exception e) {
            throw new PlaygroundException("the broker does not let us say events: " + e.getMessage());
        }
    }

    void say(Event<?> event) {
        var properties = new BasicProperties.Builder()
                .contentType(EventCodec.CONTENT_TYPE)
                .messageId(event.id())
                .type(event.type().wire())
                .timestamp(Date.from(event.time()))
                .build();
        try {
            channel.basicPublish("", Topology.JOURNAL, properties, codec.encode(event));
            if (++said % BATCH == 0) {
                settle();
            }
        } catch (IOException e) {
            throw new PlaygroundException("an event could not be said: " + e.getMessage());
        }
    }

    /** Returns when the broker has all. */
    void settle() {
        try {
            channel.waitForConfirmsOrDie(PATIENCE);
        } catch (IOException | TimeoutException e) {
            throw new PlaygroundException("the broker did not take all events: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while saying events");
        }
    }

    /** How many were said. */
    long said() {
        return said;
    }

    @Override
    public void close() {
        connection.abort(2_000);
    }
}
