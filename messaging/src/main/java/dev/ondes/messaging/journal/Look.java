package dev.ondes.messaging.journal;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ondes.messaging.connect.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Looks at single entries of a stream, each with a short-lived consumer: AMQP 0-9-1 has no other way to learn where a stream begins
 * and ends, and the queue's message count is seconds old. Blocks for some milliseconds, and up to the patience where there is
 * nothing to be seen. Never from a thread that handles deliveries.
 */
final class Look {
    /** What the broker calls {@code last}. */
    private static final String NEWEST_BLOCK = "last";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Connection connection;
    private final String stream;

    Look(Connection connection, String stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** Both ends; empty for an empty stream. */
    Optional<Ends> ends() throws IOException, InterruptedException {
        OptionalLong oldest = firstFrom(new Start.Oldest());
        if (oldest.isEmpty()) {
            requireEmpty();
            return Optional.empty();
        }
        OptionalLong newest = firstFrom(NEWEST_BLOCK);
        return Optional.of(new Ends(oldest.getAsLong(), newest.orElse(oldest.getAsLong())));
    }

    /** Whether there is an entry with this very offset. */
    boolean has(long offset) throws IOException, InterruptedException {
        OptionalLong found = firstFrom(new Start.At(offset));
        return found.isPresent() && found.getAsLong() == offset;
    }

    /** What a reader would get first; empty where it would have to wait. */
    OptionalLong firstFrom(Start start) throws IOException, InterruptedException {
        return firstFrom(start.argument());
    }

    private OptionalLong firstFrom(Object argument) throws IOException, InterruptedException {
        Channel channel = Subscription.channel(connection);
        try {
            BlockingQueue<Long> found = new LinkedBlockingQueue<>();
            channel.basicQos(1);
            channel.basicConsume(
                    stream,
                    false,
                    Map.of(Subscription.OFFSET, argument),
                    (tag, message) -> found.add(Subscription.offset(message.getProperties())),
                    tag -> {});
            Long offset = found.poll(Deadline.in(PATIENCE).left(), TimeUnit.NANOSECONDS);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        } finally {
            channel.abort();
        }
    }

    /** A broker in trouble hands out nothing either; then the count, though old, is above zero. */
    private void requireEmpty() throws IOException {
        Channel channel = Subscription.channel(connection);
        try {
            if (channel.messageCount(stream) > 0) {
                throw new IOException("the broker has entries and does not hand them out");
            }
        } finally {
            channel.abort();
        }
    }
}
