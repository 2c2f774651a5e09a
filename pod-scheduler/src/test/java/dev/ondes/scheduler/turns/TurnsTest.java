package dev.ondes.scheduler.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Turns turns = new Turns(threads, timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void neverTwoForOneJobAndOthersAreNotKeptWaiting() throws InterruptedException {
        // Given
        var inside = new ConcurrentHashMap<Long, AtomicInteger>();
        var most = new AtomicInteger();
        var firstRuns = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var otherDone = new CountDownLatch(1);
        turns.begin(job -> {
            int now = inside.computeIfAbsent(job, _ -> new AtomicInteger()).incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            if (job == 1) {
                firstRuns.countDown();
                await(release);
            } else {
                otherDone.countDown();
            }
            inside.get(job).decrementAndGet();
            return null;
        });

        // When
        turns.ask(1);
        await(firstRuns);
        turns.ask(1);
        threads.execute(() -> turns.inTurn(1, () -> {
            most.accumulateAndGet(inside.get(1L).incrementAndGet(), Math::max);
            inside.get(1L).decrementAndGet();
        }));
        turns.ask(2);

        // Then
        assertThat(otherDone.await(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        Awaitility.await().until(() -> turns.busy() == 0);
        assertThat(most).hasValue(1);
    }

    @Test
    void manyAsksWhileOneRunsAreOneMore() throws InterruptedException {
        var runs = new AtomicInteger();
        var started = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        turns.begin(_ -> {
            runs.incrementAndGet();
            started.countDown();
            await(release);
            return null;
        });
        turns.ask(1);
        await(started);

        for (int i = 0; i < 50; i++) {
            turns.ask(1);
        }

        release.countDown();
        Awaitility.await().until(() -> turns.busy() == 0);
        assertThat(runs).hasValue(2);
    }

    @Test
    void whatFailsIsTriedAgainWhileOthersGoOn() {
        var runs = new AtomicInteger();
        turns.begin(_ -> {
            if (runs.incrementAndGet() < 3) {
                throw new TryLaterException(Duration.ofMillis(1), "not yet");
            }
            return null;
        });

        turns.ask(1);

        Awaitility.await().until(() -> runs.get() == 3);
        Awaitility.await().until(() -> turns.failing() == 0);
    }

    @Test
    void asksAgainWhenTheWorkSaysSo() {
        var runs = new AtomicInteger();
        turns.begin(_ -> runs.incrementAndGet() == 1 ? Duration.ofMillis(1) : null);

        turns.ask(1);

        Awaitility.await().until(() -> runs.get() == 2);
    }

    @Test
    void aStandbyDoesNothing() {
        turns.ask(1);

        assertThat(turns.busy()).isZero();
    }

    @Test
    void whatAHandlerThrowsReachesIt() {
        assertThatThrownBy(() -> turns.inTurn(1, () -> {
                    throw new IllegalStateException("as it was");
                }))
                .hasMessage("as it was");
        assertThat(turns.busy()).isZero();
    }

    @Test
    void endsWhenWhatIsUnderWayHasEnded() throws InterruptedException {
        var started = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        turns.begin(_ -> {
            started.countDown();
            await(release);
            return null;
        });
        turns.ask(1);
        await(started);
        threads.execute(release::countDown);

        turns.end(Duration.ofSeconds(10));

        assertThat(turns.busy()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
