package dev.ondes.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.stopping.Stop;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BellTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Stop stop = new Stop(Clock.systemUTC());
    private final Bells bells = new Bells(stop);
    private final Bell bell = bells.of("small");

    @Test
    void keepsARingForTheNextListener() throws Exception {
        bell.ring();
        bell.ring();

        bell.untilRung(LONG);

        assertThat(rests(() -> bell.untilRung(Duration.ofMillis(1)))).succeedsWithin(SOON);
    }

    @Test
    void wakesAListener() {
        var listening = rests(() -> bell.untilRung(LONG));

        bells.ringAll();

        assertThat(listening).succeedsWithin(SOON);
    }

    @Test
    void forgetsRingsWhenHushed() throws Exception {
        bell.ring();
        bell.hush();

        var listening = rests(() -> bell.untilRung(LONG));

        assertThat(listening).isNotDone();
        bell.ring();
        assertThat(listening).succeedsWithin(SOON);
    }

    @Test
    void aStopEndsEveryRest() {
        var listening = rests(() -> bell.untilRung(LONG));
        var resting = rests(() -> bell.fully(LONG));

        stop.request();
        bells.ringAll();

        assertThat(listening).succeedsWithin(SOON);
        assertThat(resting).succeedsWithin(SOON);
        assertThat(rests(() -> bell.untilRung(LONG))).succeedsWithin(SOON);
    }

    @Test
    void ringsNobodyForAClassThatHasNoLoop() {
        bells.ring("unheard-of");

        assertThat(rests(() -> bell.untilRung(LONG))).isNotDone();
        bell.ring();
    }

    private static CompletableFuture<Void> rests(Rested rest) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                rest.run();
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @FunctionalInterface
    private interface Rested {
        void run() throws InterruptedException;
    }
}
