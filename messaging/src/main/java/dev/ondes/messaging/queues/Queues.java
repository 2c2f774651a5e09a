package dev.ondes.messaging.queues;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.connect.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker how full queues are: by passive declarations, which every user of a queue may make, so no management plugin is
 * needed. The age of the oldest message can't be had this way; that plugin has none of quorum queues either, which all of ours are, and to take
 * the message and put it back would count as a delivery.
 * Thread-safe; blocks for about a millisecond per queue.
 */
public final class Queues {
    private final BrokerConnection connection;

    public Queues(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * How these queues stand; those that are not there are left out.
     *
     * @param atMost how long to wait for the broker
     * @throws IOException when it can't be asked; a sentence for a person
     */
    public List<QueueFigure> look(Collection<String> names, Duration atMost) throws IOException, InterruptedException {
        connection.start();
        Connection open = connection
                .await(Deadline.in(atMost))
                .orElseThrow(() ->
                        new IOException(connection.trouble().orElse("no connection to the broker within " + atMost)));
        List<QueueFigure> figures = new ArrayList<>();
        Channel channel = null;
        try {
            for (String name : names) {
                channel = channel != null && channel.isOpen() ? channel : open.createChannel();
                QueueFigure figure = figure(channel, name);
                if (figure != null) {
                    figures.add(figure);
                }
            }
        } catch (ShutdownSignalException e) {
            throw new IOException(Causes.sentence(e), e);
        } finally {
            if (channel != null) {
                channel.abort();
            }
        }
        return List.copyOf(figures);
    }

    /** Null where there is no such queue, which costs the channel. */
    private static @Nullable QueueFigure figure(Channel channel, String name) throws IOException {
        try {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(name);
            return new QueueFigure(name, found.getMessageCount(), found.getConsumerCount());
        } catch (IOException e) {
            if (Causes.replyCode(e).orElse(0) == AMQP.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
