package dev.ondes.alerter.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private final Live live = new Live();

    @Test
    void whoWaitsHearsOfAChange() throws Exception {
        live.see(parts(1));
        CompletableFuture<Parts> heard = waiting(parts(1));

        live.see(parts(1));
        live.see(parts(2));

        assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(parts(2));
    }

    @Test
    void whatChangedInBetweenIsHeardAtOnce() throws Exception {
        live.see(parts(2));

        assertThat(live.await(parts(1), LONG)).isEqualTo(parts(2));
    }

    @Test
    void whereNothingChangesTheSameIsSaidAgain() throws Exception {
        live.see(parts(1));

        assertThat(live.await(parts(1), Duration.ofMillis(1))).isEqualTo(parts(1));
    }

    @Test
    void nobodyIsKeptWhenTheServiceStops() throws Exception {
        CompletableFuture<Parts> heard = waiting(Parts.none());

        live.close();

        assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(Parts.none());
        assertThat(live.isClosed()).isTrue();
    }

    @Test
    void browsersReadJson() {
        assertThat(new Parts(Map.of(Part.JOBS, 7, Part.CLASSES, -1)).json()).isEqualTo("{\"classes\":-1,\"jobs\":7}");
    }

    private CompletableFuture<Parts> waiting(Parts known) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return live.await(known, LONG);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                VIRTUAL);
    }

    private static Parts parts(int print) {
        return new Parts(Map.of(Part.JOBS, print));
    }
}
