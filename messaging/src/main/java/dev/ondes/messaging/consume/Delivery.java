package dev.ondes.messaging.consume;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message as it came, with the one channel over which it may be settled. When that channel is gone, settling does
 * nothing: the broker delivers the message again, and a tag sent elsewhere would settle another message. Without the message's
 * body, which would lie in memory beside its event until that is handled. Settled once; thread-safe.
 */
final class Delivery {
    private final Channel channel;
    private final long tag;
    private final boolean redelivered;
    private final BasicProperties properties;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(Channel channel, Envelope envelope, BasicProperties properties) {
        this.channel = channel;
        this.tag = envelope.getDeliveryTag();
        this.redelivered = envelope.isRedeliver();
        this.properties = properties;
    }

    /** Whatever the sender put there. */
    String id() {
        return String.valueOf(properties.getMessageId());
    }

    boolean isRedelivered() {
        return redelivered;
    }

    /** How often it was delivered before: by the quorum queue's count, elsewhere once or not. */
    int failures() {
        Map<String, Object> headers = properties.getHeaders();
        Object count = headers == null ? null : headers.get("x-delivery-count");
        if (count instanceof Number number) {
            return number.intValue();
        }
        return redelivered ? 1 : 0;
    }

    /** Whether it can still be settled. */
    boolean isCurrent() {
        return channel.isOpen();
    }

    /** Takes it off the queue; false when the channel is gone and the broker delivers again */
    boolean ack() {
        return settle(() -> channel.basicAck(tag, false));
    }

    /** Back to the queue as a failure. By {@code reject}: from RabbitMQ 4.3 on, {@code nack} doesn't count as one. */
    boolean putBackAsFailed() {
        return settle(() -> channel.basicReject(tag, true));
    }

    /** Back to the queue untouched; not a failure, where the broker knows the difference. */
    boolean putBackUntouched() {
        return settle(() -> channel.basicNack(tag, false, true));
    }

    /** Not back to the queue: to the dead letters, if the queue has some. */
    boolean reject() {
        return settle(() -> channel.basicReject(tag, false));
    }

    private boolean settle(Settlement settlement) {
        if (!settled.compareAndSet(false, true) || !channel.isOpen()) {
            return false;
        }
        try {
            settlement.send();
            return true;
        } catch (IOException | AlreadyClosedException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Settlement {
        void send() throws IOException;
    }
}
