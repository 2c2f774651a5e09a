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
 * and ends, and the queue's message count is seconds old. Blocks for some milliseconds, and longer where there is nothing to be seen or the
 * broker is slow. That it hands out nothing in time means that nothing is there only where nothing has to be. A thread that handles
 * deliveries may look, too: connections give every channel's deliveries a thread of their own.
 */
final class Look {
    /** What the broker calls {@code last}. */
    private static final String NEWEST_BLOCK = "last";

    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;
    private final String stream;
    private final Duration glance;
    private final Duration patience;

    Look(Connection connection, String stream) {
        this(connection, stream, GLANCE, PATIENCE);
    }

    /**
     * With other times.
     *
     * @param glance for what may not be there
     * @param patience for what is there
     */
    Look(Connection connection, String stream, Duration glance, Duration patience) {
        this.connection = connection;
        this.stream = stream;
        this.glance = glance;
        this.patience = patience;
    }

    /** Both ends; empty for an empty stream. */
    Optional<Ends> ends() throws IOException, InterruptedException {
        OptionalLong oldest = first(new Start.Oldest().argument(), glance);
        if (oldest.isEmpty()) {
            if (counted() == 0) {
                return Optional.empty();
            }
            oldest = OptionalLong.of(oldest());
        }
        return Optional.of(new Ends(oldest.getAsLong(), certain(NEWEST_BLOCK)));
    }

    /** The oldest entry of a stream that is not empty. */
    long oldest() throws IOException, InterruptedException {
        return certain(new Start.Oldest().argument());
    }

    /** Whether there is an entry with this very offset. */
    boolean has(long offset) throws IOException, InterruptedException {
        OptionalLong found = firstFrom(new Start.At(offset));
        return found.isPresent() && found.getAsLong() == offset;
    }

    /** What a reader of a stream that is not empty would get first; empty where it would have to wait. */
    OptionalLong firstFrom(Start start) throws IOException, InterruptedException {
        OptionalLong found = first(start.argument(), glance);
        if (found.isPresent()) {
            return found;
        }
        // Nothing there, or a slow broker? One that hands out what surely is there is asked once more.
        var _ = certain(NEWEST_BLOCK);
        return first(start.argument(), glance);
    }

    /** One that is there, so that a broker which does not hand it out is in trouble. */
    private long certain(Object argument) throws IOException, InterruptedException {
        return first(argument, patience)
                .orElseThrow(() -> new IOException("the broker has entries and does not hand them out"));
    }

    private OptionalLong first(Object argument, Duration atMost) throws IOException, InterruptedException {
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
            Long offset = found.poll(Deadline.in(atMost).left(), TimeUnit.NANOSECONDS);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        } finally {
            channel.abort();
        }
    }

    /** A broker in trouble hands out nothing either; then the count, though old, is above zero. */
    private long counted() throws IOException {
        Channel channel = Subscription.channel(connection);
        try {
            return channel.messageCount(stream);
        } finally {
            channel.abort();
        }
    }
}
