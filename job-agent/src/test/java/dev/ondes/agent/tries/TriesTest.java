package dev.ondes.agent.tries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.agent.trace.JobLogs;
import dev.ondes.contracts.retry.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TriesTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    @TempDir
    Path directory;

    private final Orders orders = new Orders();
    private int count;

    private Tries tries(Duration pause, Duration limit) {
        var patience = new Patience(new Backoff(pause, pause), limit);
        return new Tries(patience, orders, orders::checkWhilePreparing, JobLogs.plain(directory), new Random(1));
    }

    private Tries.Step failing(int times, IOException trouble) {
        return () -> {
            if (++count <= times) {
                throw trouble;
            }
        };
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        tries(SHORT, Duration.ofSeconds(20)).run(failing(5, new PassingTroubleException("502")));

        assertThat(count).isEqualTo(6);
    }

    @Test
    void doesNotTryAgainWhatLasts() {
        var trouble = new IOException("404");

        assertThatThrownBy(() -> tries(SHORT, Duration.ofSeconds(20)).run(failing(5, trouble)))
                .isSameAs(trouble);
        assertThat(count).isEqualTo(1);
    }

    @Test
    void triesWhatLastsAsOftenAsTheJobWants() throws Exception {
        tries(SHORT, Duration.ofSeconds(20)).run(3, failing(2, new IOException("404")));

        assertThat(count).isEqualTo(3);
    }

    @Test
    void givesUpWhenPatienceEnds() {
        var trouble = new PassingTroubleException("502");

        assertThatThrownBy(() -> tries(SHORT, Duration.ofMillis(50)).run(failing(Integer.MAX_VALUE, trouble)))
                .isSameAs(trouble);
        assertThat(count).isGreaterThan(1);
    }

    @Test
    void beginsNoPauseThatPatienceWouldNotOutlast() {
        var trouble = new PassingTroubleException("502");

        assertThatThrownBy(() ->
                        tries(Duration.ofHours(1), Duration.ofMinutes(1)).run(failing(Integer.MAX_VALUE, trouble)))
                .isSameAs(trouble);
        assertThat(count).isEqualTo(1);
    }

    @Test
    void endsItsPauseWhenAnOrderComes() {
        assertThatThrownBy(() -> tries(Duration.ofHours(1), Duration.ofHours(9)).run(() -> {
                    Thread.ofVirtual().start(() -> orders.give(Order.CANCEL, "somebody canceled the job"));
                    throw new PassingTroubleException("502");
                }))
                .isInstanceOf(StoppedException.class);
    }
}
