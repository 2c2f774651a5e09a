package dev.ondes.dispatcher.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.dispatcher.testing.Wiring;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class StopTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final Stop stop = new Stop(clock);

    @Test
    void theFirstRequestsTimeCounts() {
        stop.request();
        clock.add(Duration.ofSeconds(5));
        stop.request();

        assertThat(stop.since()).contains(Wiring.START);
    }

    @Test
    void aRequestEndsARestThatBeganBeforeIt() {
        var resting = rest();

        stop.request();

        assertThat(resting).succeedsWithin(SOON);
    }

    @Test
    void onlyTheCutEndsARestThatBeganAfterTheRequest() {
        stop.request();
        var resting = rest();

        stop.request();
        assertThat(resting).isNotDone();

        stop.cut();
        assertThat(resting).succeedsWithin(SOON);
    }

    @Test
    void nobodyRestsUntilARequestThatHasBeenMade() {
        stop.request();

        var resting = begun(() -> stop.restUntilRequested(LONG));

        assertThat(resting).succeedsWithin(SOON);
    }

    /** A rest that has begun: its thread waits. */
    private CompletableFuture<Void> rest() {
        return begun(() -> stop.rest(LONG));
    }

    private static CompletableFuture<Void> begun(Rest rest) {
        var done = new CompletableFuture<Void>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                rest.run();
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        await().atMost(SOON).until(() -> done.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
        return done;
    }

    @FunctionalInterface
    private interface Rest {
        void run() throws InterruptedException;
    }
}
