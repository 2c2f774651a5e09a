package dev.ondes.messaging.consume;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.messaging.connect.Causes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * One consumer on one channel, from subscription to its end: canceled by the broker, channel closed by an error,
 * connection lost. Never revived; whoever wants to go on makes another, on another channel.
 */
final class Consuming {
    private final Channel channel;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private String tag = "";

    private Consuming(Channel channel) {
        this.channel = channel;
    }

    /** Takes one delivery and the body of its message; called in order, one at a time, on a virtual thread. */
    @FunctionalInterface
    interface Taker {
        void take(Delivery delivery, byte[] body);
    }

    static Consuming begin(Connection connection, String queue, int prefetch, Taker taker) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker gives no more channels");
        }
        var consuming = new Consuming(channel);
        try {
            channel.basicQos(prefetch);
            consuming.tag = channel.basicConsume(queue, false, consuming.callback(taker));
        } catch (IOException | RuntimeException e) {
            consuming.close();
            throw e;
        }
        return consuming;
    }

    private DefaultConsumer callback(Taker taker) {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                taker.take(new Delivery(channel, envelope, properties), body);
            }

            @Override
            public void handleCancel(String tag) {
                ended.complete("the broker cancelled the consumer: was the queue deleted or moved?");
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
                ended.complete("the channel closed: " + Causes.sentence(signal));
            }
        };
    }

    /** Completed with the reason when it is over. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** No more deliveries after this; what was delivered can still be settled. */
    void stopDeliveries() {
        try {
            if (channel.isOpen()) {
                channel.basicCancel(tag);
            }
        } catch (IOException | RuntimeException e) {
            // Closing the channel, which follows, has the same effect.
        }
    }

    /** Whatever is unsettled goes back to the queue. */
    void close() {
        try {
            channel.abort();
        } catch (IOException e) {
            // Closed one way or the other.
        }
    }
}
