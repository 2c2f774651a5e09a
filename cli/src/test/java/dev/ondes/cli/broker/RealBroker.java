package dev.ondes.cli.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.testing.LocalBroker;
import java.util.Map;

/** A broker with the topology of Ondes, and a hand in it. */
public final class RealBroker implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final EventCodec codec = new EventCodec();

    public RealBroker() throws Exception {
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setUri(LocalBroker.url());
        connection = factory.newConnection("test");
        new TopologyGuard(Topology.ondes(), true).check(connection);
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.queuePurge(Topology.DEAD_LETTERS);
        channel.queuePurge(Topology.SCHEDULER_CANCEL);
    }

    public String url() {
        return LocalBroker.url();
    }

    /** Puts an event into the journal alone. */
    public void say(Event<?> event) throws Exception {
        publish(Topology.JOURNAL, event);
    }

    /** Lets an event die in the queue of cancels. */
    public void die(Event<?> event) throws Exception {
        publish(Topology.SCHEDULER_CANCEL, event);
        GetResponse message = channel.basicGet(Topology.SCHEDULER_CANCEL, false);
        channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
    }

    public long waitingCancels() throws Exception {
        return channel.messageCount(Topology.SCHEDULER_CANCEL);
    }

    private void publish(String queue, Event<?> event) throws Exception {
        var properties = new BasicProperties.Builder()
                .messageId(event.id())
                .type(event.type().wire())
                .headers(Map.of())
                .build();
        channel.basicPublish("", queue, properties, codec.encode(event));
        channel.waitForConfirms();
    }

    @Override
    public void close() {
        connection.abort();
    }
}
