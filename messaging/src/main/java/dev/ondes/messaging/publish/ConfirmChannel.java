package dev.ondes.messaging.publish;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ondes.messaging.connect.Causes;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.messaging.publish.Attempt.Verdict;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A channel in confirm mode and the attempts that the broker has not answered yet. When the channel goes, so do they,
 * each told; a new channel begins with none. One thread sends; answers come on the connection's thread.
 */
final class ConfirmChannel {
    private static final Logger LOG = Logger.getLogger(ConfirmChannel.class);

    /** In the words of RabbitMQ 3.10 to 4.3. */
    private static final Pattern TOO_LARGE = Pattern.compile("message size (\\d+) is larger than");

    private final Channel channel;
    private final String exchange;
    private final NavigableMap<Long, Attempt> outstanding = new ConcurrentSkipListMap<>();

    private ConfirmChannel(Channel channel, String exchange) {
        this.channel = channel;
        this.exchange = exchange;
    }

    static ConfirmChannel open(Connection connection, String exchange) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker gives no more channels");
        }
        var confirming = new ConfirmChannel(channel, exchange);
        channel.addReturnListener(confirming::returned);
        channel.addConfirmListener(
                (tag, multiple) -> confirming.answered(tag, multiple, true),
                (tag, multiple) -> confirming.answered(tag, multiple, false));
        channel.addShutdownListener(confirming::lost);
        channel.confirmSelect();
        return confirming;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Sends; the attempt is told what becomes of it, here or later. It stays until the broker answers or the channel goes. */
    void send(OutgoingMessage message, Attempt attempt) {
        long number = channel.getNextPublishSeqNo();
        outstanding.put(number, attempt);
        attempt.sending();
        try {
            channel.basicPublish(exchange, message.routingKey(), true, message.properties(), message.body());
        } catch (IOException | AlreadyClosedException e) {
            outstanding.remove(number);
            attempt.end(lostBy(e, attempt));
        } catch (RuntimeException e) {
            LOG.error(
                    LogLine.of("a message can't be written; it is given up")
                            .with(LogKey.EVENT, message.routingKey())
                            .with(LogKey.EVENT_ID, message.id())
                            .why(e.getMessage()),
                    e);
            outstanding.remove(number);
            attempt.end(Verdict.UNSENDABLE);
            // The client has counted it and the broker has not: confirms to come would go to the wrong ones.
            close();
        }
    }

    void close() {
        try {
            channel.abort();
        } catch (IOException e) {
            // Closed one way or the other.
        }
    }

    /**
     * By message id, since a return carries no number. Two attempts of one event have one routing key: if one of them
     * had no queue, sending both again is right.
     */
    private void returned(Return message) {
        String id = message.getProperties().getMessageId();
        outstanding.values().stream().filter(attempt -> attempt.id().equals(id)).forEach(Attempt::returned);
    }

    private void answered(long tag, boolean multiple, boolean taken) {
        if (multiple) {
            var upTo = outstanding.headMap(tag, true);
            upTo.values().forEach(attempt -> answer(attempt, taken));
            upTo.clear();
        } else {
            answer(outstanding.remove(tag), taken);
        }
    }

    private static void answer(@Nullable Attempt attempt, boolean taken) {
        if (attempt == null) {
            return;
        }
        if (taken) {
            attempt.confirmed();
        } else {
            attempt.nacked();
        }
    }

    private void lost(ShutdownSignalException cause) {
        boolean untold = false;
        for (Attempt attempt : outstanding.values()) {
            Verdict verdict = lostBy(cause, attempt);
            attempt.end(verdict);
            untold |= verdict == Verdict.LOST;
        }
        outstanding.clear();
        // The loss of a connection is told by it, and other verdicts say why by themselves.
        if (untold && !cause.isHardError() && !cause.isInitiatedByApplication()) {
            LOG.warn(LogLine.of("the broker closed the channel for publishing; what was under way is sent again")
                    .why(Causes.sentence(cause)));
        }
    }

    /** A missing exchange closes the channel: no different from a missing queue. */
    private static Verdict lostBy(Exception cause, Attempt attempt) {
        return switch (Causes.replyCode(cause).orElse(0)) {
            case AMQP.NOT_FOUND -> Verdict.RETURNED;
            case AMQP.ACCESS_REFUSED -> Verdict.FORBIDDEN;
            case AMQP.PRECONDITION_FAILED -> refused(cause, attempt) ? Verdict.TOO_LARGE : Verdict.LOST;
            default -> Verdict.LOST;
        };
    }

    /** A message that is too large takes the channel, and all that is under way on it, with it; its size tells which it was. */
    private static boolean refused(Exception cause, Attempt attempt) {
        var told = TOO_LARGE.matcher(Causes.sentence(cause));
        return told.find() && told.group(1).equals(Integer.toString(attempt.size()));
    }
}
