package dev.ondes.dispatcher.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StopTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ManualClock clock = new ManualClock();
    private final Stop stop = new Stop(clock);

    @Test
    void theFirstRequestsTimeCounts() {
        stop.request();
        clock.advance(Duration.ofSeconds(5));
        stop.request();

        assertThat(stop.since()).contains(ManualClock.START);
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

    private CompletableFuture<Void> rest() {
        var begun = new CompletableFuture<Void>();
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            begun.complete(null);
            try {
                stop.rest(LONG);
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        assertThat(begun).succeedsWithin(SOON);
        return done;
    }
}
