package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TopologyRefusalsTest {
    private static IOException refusal(int code, String text) {
        var close =
                new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
        return new IOException(new ShutdownSignalException(false, false, close, null));
    }

    @Test
    void namesQueueArgumentAndFix() {
        // Given
        var refusal = refusal(
                406,
                "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received the value"
                        + " '10' of type 'signedint' but current is none");

        // When
        var problem = TopologyRefusals.read("queue q", refusal, true).orElseThrow();

        // Then
        assertThat(problem.sentence())
                .isEqualTo("queue q: the argument x-max-length differs (received the value '10' of type 'signedint' but"
                        + " current is none). Fix: stop the services of other versions, which would declare it as it is"
                        + " now; then when it is empty, 'rabbitmqctl delete_queue q --if-empty': within a minute it is"
                        + " declared anew; or, if another owner declares the topology, set ondes.amqp.declare=false");
    }

    @Test
    void tellsWhichRightIsMissing() {
        assertThat(TopologyRefusals.read("exchange e", refusal(403, "ACCESS_REFUSED"), true)
                        .orElseThrow()
                        .difference())
                .isEqualTo("the broker's user may not declare it");
    }

    @Test
    void leavesPassingTroublesToTheNextConnection() {
        assertThat(TopologyRefusals.read("queue q", refusal(541, "INTERNAL_ERROR"), true))
                .isEmpty();
        assertThat(TopologyRefusals.read("queue q", new IOException("reset"), true))
                .isEmpty();
    }
}
