package dev.ondes.messaging.deadletters;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One way through a queue from its oldest message on. What is taken stays unacknowledged until the end and then goes back to its
 * place, unless it was done with. One walker at a time, in all processes: to a second one the queue would look empty. It holds an exclusive
 * queue as its sign, which the broker takes away with the connection.
 */
final class Walk implements DeadLetters.Steps, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Walk.class);
    private static final int RESOURCE_LOCKED = 405;

    private final Channel channel;
    private final String queue;
    private final String sign;
    private final List<Long> taken = new ArrayList<>();
    private final long counted;
    private long seen;

    private Walk(Channel channel, String queue, String sign, long counted) {
        this.channel = channel;
        this.queue = queue;
        this.sign = sign;
        this.counted = counted;
    }

    /** Empty while somebody else walks. */
    static Optional<Walk> begin(Connection connection, String queue) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker gives no more channels");
        }
        String sign = queue + ".walk";
        try {
            channel.queueDeclare(sign, false, true, true, null);
            return Optional.of(new Walk(channel, queue, sign, channel.messageCount(queue)));
        } catch (IOException | ShutdownSignalException e) {
            abort(channel);
            if (Causes.replyCode(e).orElse(0) == RESOURCE_LOCKED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The broker's count may be older than what others put back. */
    @Override
    public long total() {
        return Math.max(counted, seen);
    }

    @Override
    public Optional<GetResponse> next() throws IOException {
        GetResponse message = channel.basicGet(queue, false);
        if (message == null) {
            return Optional.empty();
        }
        seen++;
        taken.add(message.getEnvelope().getDeliveryTag());
        return Optional.of(message);
    }

    @Override
    public void done() throws IOException {
        channel.basicAck(taken.removeLast(), false);
    }

    /** Puts back what is left, and lets others walk. Where that fails, the broker does so itself, and what was done stays done. */
    @Override
    public void close() {
        try {
            if (!taken.isEmpty()) {
                channel.basicNack(taken.getLast(), true, true);
            }
            // An answered call: by then the broker has put them back, and the next walker sees them.
            channel.queueDelete(sign);
        } catch (IOException | ShutdownSignalException e) {
            LOG.warn(LogLine.of("a way through the dead letters was not ended in order")
                    .why(Causes.sentence(e)));
        } finally {
            abort(channel);
        }
    }

    private static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            // Closed one way or the other.
        }
    }
}
