package dev.ondes.messaging.queues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.testing.Sample;
import dev.ondes.messaging.testing.WithQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueuesIT extends WithQueue {
    private static final Duration LONG = Duration.ofSeconds(20);

    private QueuesIT() {
        super("figures");
    }

    private Queues queues() {
        var connection = Sample.connection(line.url(), new TopologyGuard(queue.topology(), true)::check);
        closeInTheEnd(connection);
        return new Queues(connection);
    }

    @Test
    void tellsHowFullQueuesAreAndLeavesOutThoseThatAreNotThere() throws Exception {
        Queues queues = queues();
        queues.look(List.of(), LONG);
        queue.put("1".getBytes(UTF_8));
        queue.put("2".getBytes(UTF_8));

        await().untilAsserted(() -> assertThat(
                        queues.look(List.of("test.gone", queue.name(), "test.gone.too", queue.dead()), LONG))
                .containsExactly(new QueueFigure(queue.name(), 2, 0), new QueueFigure(queue.dead(), 0, 0)));
    }

    @Test
    void saysThatTheBrokerIsAway() {
        line.refuse(true);
        Queues queues = queues();

        assertThatThrownBy(() -> queues.look(List.of(queue.name()), Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("guest:");
    }
}
