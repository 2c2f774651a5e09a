package dev.ondes.messaging.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.publish.Attempt.Verdict;
import dev.ondes.messaging.testing.Memory;
import dev.ondes.messaging.testing.Sample;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfirmChannelTest {
    private ConfirmCallback acks = (_, _) -> {};

    @Test
    void keepsNothingOfAnUnansweredMessageButItsAttempt() throws Exception {
        // Given
        var channel = ConfirmChannel.open(connection(), "events");
        var message = OutgoingMessage.of(Sample.cancel("event-1"), new EventCodec());
        var attempt = new Attempt(message);
        var body = new WeakReference<>(message.body());

        // When
        channel.send(message, attempt);
        message = null;

        // Then
        await().until(() -> Memory.forgot(body));
        acks.handle(1, false);
        assertThat(attempt.await(Deadline.in(Duration.ZERO))).isEqualTo(Verdict.CONFIRMED);
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
                    case "addConfirmListener" -> {
                        acks = (ConfirmCallback) arguments[0];
                        yield null;
                    }
                    case "getNextPublishSeqNo" -> 1L;
                    case "addReturnListener", "addShutdownListener", "confirmSelect", "basicPublish" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
