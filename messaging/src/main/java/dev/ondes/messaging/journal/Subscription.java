package dev.ondes.messaging.journal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import dev.ondes.messaging.connect.Causes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a stream on one channel, from its beginning to its end. What comes waits here until one thread takes it: no more
 * than the prefetch, since the broker sends no more without an acknowledgement. That is made by the batch: to a stream it is leave to send
 * more. Never rejects, which would close the whole connection on RabbitMQ 3.10.
 *
 * <p>One thread takes; all else is thread-safe.
 */
final class Subscription implements AutoCloseable {
    /** Argument of a consumer, and header of what it gets. */
    static final String OFFSET = "x-stream-offset";

    private final Channel channel;
    private final int batch;
    /** Empty at the end. */
    private final BlockingQueue<Optional<Delivery>> waiting = new LinkedBlockingQueue<>();

    private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
    private int unacknowledged;

    private Subscription(Channel channel, int prefetch) {
        this.channel = channel;
        this.batch = Math.max(1, prefetch / 4);
    }

    static Subscription begin(Connection connection, String stream, Start start, int prefetch) throws IOException {
        var subscription = new Subscription(channel(connection), prefetch);
        try {
            subscription.channel.addShutdownListener(
                    signal -> subscription.end("the channel closed: " + Causes.sentence(signal)));
            subscription.channel.basicQos(prefetch);
            subscription.channel.basicConsume(stream, false, Map.of(OFFSET, start.argument()), subscription.callback());
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

    private DefaultConsumer callback() {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                waiting.add(Optional.of(new Delivery(envelope, properties, body)));
            }

            @Override
            public void handleCancel(String tag) {
                end("the broker cancelled the consumer: was the journal deleted or moved?");
            }
        };
    }

    /** Waits for the next message; empty when it is over, also where some still wait: the next subscription gets them. */
    Optional<Delivery> next() throws InterruptedException {
        return ended.get() == null ? waiting.take() : Optional.empty();
    }

    /** The one taken last is done with. */
    void handled(Delivery message) throws IOException {
        if (++unacknowledged < batch) {
            return;
        }
        unacknowledged = 0;
        try {
            channel.basicAck(message.getEnvelope().getDeliveryTag(), true);
        } catch (AlreadyClosedException e) {
            // The end is told by itself, and the next subscription begins after what was handled.
        }
    }

    /** Why it is over; empty until it is. */
    Optional<String> ended() {
        return Optional.ofNullable(ended.get());
    }

    private void end(String why) {
        if (ended.compareAndSet(null, why)) {
            waiting.add(Optional.empty());
        }
    }

    @Override
    public void close() {
        end("closed");
        try {
            channel.abort();
        } catch (IOException e) {
            // Closed one way or the other.
        }
    }
}
