package dev.ondes.images.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.images.build.BuildId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final BuildId BUILD = BuildId.of(1, "a");
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final SynchronousQueue<Boolean> failing = new SynchronousQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final HeldTimer timer = new HeldTimer();
    private final Turns turns = new Turns(
            _ -> {
                begun.incrementAndGet();
                if (taken()) {
                    throw new IllegalStateException("a fault");
                }
            },
            () -> true,
            timer,
            PAUSES);

    private boolean taken() {
        try {
            return failing.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void howeverOftenAFailingBuildIsAskedForItIsTakenAgainOnceAfterItsPause() throws InterruptedException {
        // Given
        turns.ask(BUILD);
        failing.put(true);
        timer.awaitTasks(1);

        // When
        turns.ask(BUILD);
        turns.ask(BUILD);
        timer.runLast();
        failing.put(true);
        timer.awaitTasks(2);

        // Then
        assertThat(begun).hasValue(2);
        assertThat(timer.pauses()).hasSize(2);
        assertThat(timer.pauses().getLast()).isGreaterThan(timer.pauses().getFirst());
    }

    @Test
    void anErrorEndsATurnAsAnyFaultDoes() throws InterruptedException {
        var overflowing = new Turns(
                _ -> {
                    begun.incrementAndGet();
                    throw new StackOverflowError();
                },
                () -> true,
                timer,
                PAUSES);
        overflowing.ask(BUILD);
        timer.awaitTasks(1);

        timer.runLast();
        timer.awaitTasks(2);

        assertThat(begun).hasValue(2);
    }

    @Test
    void afterASuccessItIsAskedForAsBefore() throws InterruptedException {
        turns.ask(BUILD);
        failing.put(true);
        timer.awaitTasks(1);
        timer.runLast();
        turns.ask(BUILD);

        failing.put(false);
        failing.put(false);

        assertThat(begun).hasValue(3);
        assertThat(timer.pauses()).hasSize(1);
    }

    /** Keeps what it is given until the test lets it run. */
    private static final class HeldTimer extends ScheduledThreadPoolExecutor {
        private final List<Runnable> tasks = new ArrayList<>();
        private final List<Long> pauses = new ArrayList<>();

        HeldTimer() {
            super(0);
        }

        @Override
        public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            tasks.add(command);
            pauses.add(unit.toMillis(delay));
            notifyAll();
            return new Never();
        }

        synchronized void awaitTasks(int count) throws InterruptedException {
            while (tasks.size() < count) {
                wait();
            }
        }

        void runLast() {
            Runnable task;
            synchronized (this) {
                task = tasks.getLast();
            }
            task.run();
        }

        synchronized List<Long> pauses() {
            return List.copyOf(pauses);
        }
    }

    /** Nobody waits for it. */
    private static final class Never extends FutureTask<Object> implements RunnableScheduledFuture<Object> {
        Never() {
            super((Callable<Object>) Object::new);
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
