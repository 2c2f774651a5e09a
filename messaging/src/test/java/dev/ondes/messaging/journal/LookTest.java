package dev.ondes.messaging.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A broker that is slow is not one that has nothing. */
class LookTest {
    private static final long SILENCE = -1;
    private static final String OLDEST = "first";
    private static final String NEWEST = "last";
    private static final Start.Since SINCE = new Start.Since(Instant.EPOCH);

    /** What each look from there gets, one after the other; nothing where the broker stays silent. */
    private final Map<Object, Deque<Long>> answers = new HashMap<>();

    private long counted;
    private final Look look = new Look(connection(), "journal", Duration.ofMillis(10), Duration.ofMillis(20));

    @Test
    void seesBothEnds() throws Exception {
        answers(OLDEST, 3);
        answers(NEWEST, 8);

        assertThat(look.ends()).contains(new Ends(3, 8));
    }

    @Test
    void aNewestEntryThatDoesNotComeIsNotTheOldestOne() {
        answers(OLDEST, 3);
        answers(NEWEST, SILENCE);

        assertThatThrownBy(look::ends)
                .isInstanceOf(IOException.class)
                .hasMessage("the broker has entries and does not hand them out");
    }

    @Test
    void anOldestEntryThatComesLateIsThere() throws Exception {
        counted = 6;
        answers(OLDEST, SILENCE, 3);
        answers(NEWEST, 8);

        assertThat(look.ends()).contains(new Ends(3, 8));
    }

    @Test
    void whatComesLateFromATimeOnIsThere() throws Exception {
        answers(SINCE.argument(), SILENCE, 5);
        answers(NEWEST, 8);

        assertThat(look.firstFrom(SINCE)).hasValue(5);
    }

    @Test
    void aBrokerThatHandsOutNothingDoesNotSayThatNothingIsAsYoung() {
        answers(SINCE.argument(), SILENCE);
        answers(NEWEST, SILENCE);

        assertThatThrownBy(() -> look.firstFrom(SINCE)).isInstanceOf(IOException.class);
    }

    @Test
    void anEmptyStreamHasNoEnds() throws Exception {
        answers(OLDEST, SILENCE);

        assertThat(look.ends()).isEmpty();
    }

    private void answers(Object from, long... offsets) {
        answers.put(from, Arrays.stream(offsets).boxed().collect(Collectors.toCollection(ArrayDeque::new)));
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, _) -> switch (method.getName()) {
                    case "createChannel" -> channel();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Channel channel() {
        return (Channel) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Channel.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "basicConsume" -> consume(arguments);
                    case "messageCount" -> counted;
                    case "basicQos", "abort" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private String consume(Object... arguments) throws IOException {
        Object from = ((Map<?, ?>) arguments[2]).get(Subscription.OFFSET);
        long offset = answers.get(from).remove();
        if (offset != SILENCE) {
            var properties = new BasicProperties.Builder()
                    .headers(Map.of(Subscription.OFFSET, offset))
                    .build();
            ((DeliverCallback) arguments[3])
                    .handle("tag", new Delivery(new Envelope(1, false, "", ""), properties, new byte[0]));
        }
        return "tag";
    }
}
