package dev.ondes.messaging.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.ondes.messaging.deadletters.Result.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends dead letters to the queues they came from, one after the other, each confirmed. To the queue and not to the exchange: the
 * other services have heard the event, and the journal has it.
 */
final class Redrive implements AutoCloseable {
    private static final Duration CONFIRM = Duration.ofSeconds(10);
    private static final int PERSISTENT = 2;

    private final Channel channel;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Redrive(Channel channel) {
        this.channel = channel;
    }

    static Redrive on(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker gives no more channels");
        }
        var redrive = new Redrive(channel);
        channel.addReturnListener(_ -> redrive.returned.set(true));
        channel.confirmSelect();
        return redrive;
    }

    /** Why it was not sent; empty when the queue has it. */
    Optional<Why> send(DeadLetter letter, GetResponse message) throws IOException, InterruptedException {
        if (letter.queue().isEmpty()) {
            return Optional.of(Why.NO_ORIGIN);
        }
        returned.set(false);
        channel.basicPublish("", letter.queue(), true, properties(letter, message), message.getBody());
        try {
            if (!channel.waitForConfirms(CONFIRM.toMillis())) {
                return Optional.of(Why.REFUSED);
            }
        } catch (TimeoutException e) {
            return Optional.of(Why.UNCONFIRMED);
        }
        // The broker sends it back before it confirms.
        return returned.get() ? Optional.of(Why.QUEUE_GONE) : Optional.empty();
    }

    /** As its sender wrote them, without what the broker added: where deaths are counted by it, the count begins anew. */
    private static BasicProperties properties(DeadLetter letter, GetResponse message) {
        Map<String, Object> headers = new HashMap<>();
        Map<String, Object> found = message.getProps().getHeaders();
        if (found != null) {
            found.forEach((name, value) -> {
                if (!name.startsWith("x-")) {
                    headers.put(name, value);
                }
            });
        }
        headers.put(Letters.REDRIVEN, letter.redriven() + 1);
        return message.getProps()
                .builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .expiration(null)
                .build();
    }

    @Override
    public void close() {
        try {
            channel.abort();
        } catch (IOException | AlreadyClosedException e) {
            // Closed one way or the other.
        }
    }
}
