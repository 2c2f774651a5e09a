package dev.ondes.messaging.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.broker.Topology.Binding;
import dev.ondes.contracts.broker.Topology.Exchange;
import dev.ondes.contracts.broker.Topology.Queue;
import dev.ondes.contracts.event.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small topology of a test's own, names included, and a hand in the broker to look and interfere. Its exchange has
 * one quorum queue, bound to {@code job.cancel-requested} only, with dead letters.
 */
public final class TestQueue implements AutoCloseable {
    private final String name;
    private final Map<String, Object> extra = new HashMap<>();
    private final Connection connection;
    private boolean alternate;
    private Channel channel;

    public TestQueue(String name) {
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

    /** An argument more for the queue. */
    public TestQueue with(String argument, Object value) {
        extra.put(argument, value);
        return this;
    }

    /** What has no queue goes to the dead letters. */
    public TestQueue withAlternate() {
        alternate = true;
        return this;
    }

    public Topology topology() {
        Map<String, Object> arguments = new HashMap<>(
                Map.of("x-queue-type", "quorum", "x-dead-letter-exchange", dead(), "x-delivery-limit", 20));
        arguments.putAll(extra);
        return new Topology(
                List.of(
                        new Exchange(exchange(), "topic", alternate ? Map.of("alternate-exchange", dead()) : Map.of()),
                        new Exchange(dead(), "fanout", Map.of())),
                List.of(new Queue(name, arguments), new Queue(dead(), Map.of("x-queue-type", "quorum"))),
                List.of(
                        new Binding(exchange(), name, EventType.JOB_CANCEL_REQUESTED.routingKey()),
                        new Binding(dead(), dead(), "")),
                List.of());
    }

    public String name() {
        return name;
    }

    public String exchange() {
        return name + ".events";
    }

    public String dead() {
        return name + ".dead";
    }

    /** Messages that nobody has been given. */
    public int ready(String queue) {
        return with(open -> (int) open.messageCount(queue));
    }

    public GetResponse take(String queue) {
        return with(open -> open.basicGet(queue, true));
    }

    /** Puts a message into the queue, past exchange and publisher; where there is no queue it is lost. */
    public void put(byte[] body) {
        var properties =
                new BasicProperties.Builder().deliveryMode(2).messageId("put").build();
        with(open -> {
            open.confirmSelect();
            open.basicPublish("", name, properties, body);
            return open.waitForConfirms();
        });
    }

    public void deleteQueue() {
        with(open -> open.queueDelete(name));
    }

    /** Declares the queue as the topology says. */
    public void declare() {
        Queue own = topology().queues().getFirst();
        with(open -> open.queueDeclare(own.name(), true, false, false, own.arguments()));
    }

    /** Takes all of it away. */
    public void delete() {
        with(open -> open.queueDelete(name));
        with(open -> open.queueDelete(dead()));
        with(open -> open.exchangeDelete(exchange()));
        with(open -> open.exchangeDelete(dead()));
    }

    /** Declares a queue of this name otherwise than the topology says. */
    public void declareOtherwise() {
        with(open ->
                open.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 7)));
    }

    @Override
    public void close() {
        delete();
        connection.abort();
    }

    private interface Action<T> {
        T run(Channel channel) throws Exception;
    }

    private synchronized <T> T with(Action<T> action) {
        try {
            if (channel == null || !channel.isOpen()) {
                channel = connection.createChannel();
            }
            return action.run(channel);
        } catch (AlreadyClosedException e) {
            channel = null;
            return with(action);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
