package dev.ondes.messaging.journal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.messaging.connect.Causes;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One consumer of a stream on one channel, from its beginning to its end. Acknowledges by the batch: to a stream that is leave to send
 * more. Never rejects, which would close the whole connection on RabbitMQ 3.10.
 */
final class Subscription implements AutoCloseable {
    /** Argument of a consumer, and header of what it gets. */
    static final String OFFSET = "x-stream-offset";

    /** Takes one message; called in order, one at a time. What it throws ends the subscription: the message was not taken. */
    @FunctionalInterface
    interface Taker {
        void take(long offset, BasicProperties properties, byte[] body) throws IOException, InterruptedException;
    }

    private final Channel channel;
    private final int batch;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private int unacknowledged;

    private Subscription(Channel channel, int prefetch) {
        this.channel = channel;
        this.batch = Math.max(1, prefetch / 4);
    }

    static Subscription begin(Connection connection, String stream, Start start, int prefetch, Taker taker)
            throws IOException {
        var subscription = new Subscription(channel(connection), prefetch);
        try {
            subscription.channel.basicQos(prefetch);
            subscription.channel.basicConsume(
                    stream, false, Map.of(OFFSET, start.argument()), subscription.callback(taker));
        } catch (IOException | RuntimeException e) {
            subscription.close();
            throw e;
        }
        return subscription;
    }

    static Channel channel(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker gives no more channels");
        }
        return channel;
    }

    static long offset(BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders();
        if (headers != null && headers.get(OFFSET) instanceof Number offset) {
            return offset.longValue();
        }
        throw new IllegalStateException("the queue is no stream: its messages have no offset");
    }

    private DefaultConsumer callback(Taker taker) {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                    throws IOException {
                if (ended.isDone()) {
                    return;
                }
                try {
                    taker.take(offset(properties), properties, body);
                } catch (IOException | ShutdownSignalException e) {
                    ended.complete("the broker could not be asked: " + Causes.sentence(e));
                    return;
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts this thread", e);
                }
                if (++unacknowledged >= batch) {
                    unacknowledged = 0;
                    acknowledge(envelope.getDeliveryTag());
                }
            }

            @Override
            public void handleCancel(String tag) {
                ended.complete("the broker cancelled the consumer: was the journal deleted or moved?");
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
                ended.complete("the channel closed: " + Causes.sentence(signal));
            }
        };
    }

    private void acknowledge(long upTo) throws IOException {
        try {
            channel.basicAck(upTo, true);
        } catch (AlreadyClosedException e) {
            // The end is told by itself, and the next subscription begins after what was handled.
        }
    }

    /** Completed with the reason when it is over. */
    CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete("closed");
        try {
            channel.abort();
        } catch (IOException e) {
            // Closed one way or the other.
        }
    }
}
