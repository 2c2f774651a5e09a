package dev.ondes.alerter.console.act;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.messaging.testing.LocalBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Puts messages among the dead letters as the broker does, of a queue of its own that goes with it. */
public final class DeadLetterBox implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final String queue;

    public DeadLetterBox(String queue) throws Exception {
        this.queue = queue;
        var factory = new ConnectionFactory();
        factory.setUri(LocalBroker.url());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.queueDeclare(queue, false, true, true, null);
    }

    /** One that was rejected here. */
    public void put(String eventId, String body) throws Exception {
        channel.basicPublish(
                "",
                Topology.DEAD_LETTERS,
                true,
                new BasicProperties.Builder()
                        .messageId(eventId)
                        .type("dev.ondes.job.queued")
                        .headers(Map.of(
                                "x-death",
                                List.of(Map.of(
                                        "queue",
                                        queue,
                                        "reason",
                                        "rejected",
                                        "count",
                                        1L,
                                        "time",
                                        Date.from(Instant.now())))))
                        .build(),
                body.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    /** How many came back. */
    public long returned() throws Exception {
        return channel.messageCount(queue);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
