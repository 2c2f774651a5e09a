package dev.ondes.spot.marks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTurnsTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void asksThatCoincideAreOneTurn() {
        var turns = new NodeTurns(done::add, work::add, timer);

        turns.ask("a");
        turns.ask("a");
        turns.ask("b");

        assertThat(work).hasSize(2);
    }

    @Test
    void anAskDuringATurnMakesOneMore() {
        NodeTurns[] turns = new NodeTurns[1];
        turns[0] = new NodeTurns(
                node -> {
                    if (done.isEmpty()) {
                        turns[0].ask(node);
                        turns[0].ask(node);
                    }
                    done.add(node);
                },
                Runnable::run,
                timer);

        turns[0].ask("a");

        assertThat(done).containsExactly("a", "a");
    }

    @Test
    void aTurnThatFailsIsRepeatedAndHoldsUpNoOther() throws InterruptedException {
        var repeated = new CountDownLatch(2);
        var turns = new NodeTurns(
                node -> {
                    if (node.equals("bad")) {
                        repeated.countDown();
                        if (repeated.getCount() > 0) {
                            throw new IllegalStateException("broker is away");
                        }
                    } else {
                        done.add(node);
                    }
                },
                Runnable::run,
                timer);

        turns.ask("bad");
        turns.ask("good");

        assertThat(done).containsExactly("good");
        assertThat(repeated.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
