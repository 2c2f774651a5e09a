package dev.ondes.detector.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.TestClock;
import dev.ondes.detector.health.Health;
import dev.ondes.detector.health.Metrics;
import dev.ondes.detector.log.Log;
import dev.ondes.detector.watch.MetadataException.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchLoopTest {
    private final TestClock clock = new TestClock();
    private final Health health = new Health(new Metrics(), clock);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ScriptedMonitor monitor = new ScriptedMonitor();
    private final WatchLoop loop = new WatchLoop(
            monitor,
            new Pace(new Random(1)),
            health.loop("spot"),
            new Log(new PrintStream(log, true, StandardCharsets.UTF_8), clock, "node-1", false));

    /** Fails as long as it is told to. */
    private static final class ScriptedMonitor implements Monitor {
        private final List<Duration> patiences = new ArrayList<>();
        private Exception failure = new IllegalStateException("a bug");
        private boolean fails = true;

        @Override
        public String name() {
            return "spot";
        }

        @Override
        public boolean look(Duration patience) throws MetadataException {
            patiences.add(patience);
            if (!fails) {
                return false;
            }
            switch (failure) {
                case MetadataException e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new AssertionError(failure);
            }
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(1);
        }
    }

    private Duration steps(int number) {
        Duration last = Duration.ZERO;
        for (int i = 0; i < number; i++) {
            last = loop.step();
        }
        return last;
    }

    @Test
    void goesOnWhateverHappensAndHowever() {
        Duration wait = steps(1000);

        assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(10));
        assertThat(health.live()).isTrue();
        assertThat(health.exposition()).contains("ondes_detector_polls_total{monitor=\"spot\",outcome=\"bug\"} 1000.0");
    }

    @Test
    void saysTheSameTroubleEverMoreRarely() {
        monitor.failure = new MetadataException(Trouble.AILING, "status 503");

        steps(1000);

        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .hasSize(10)
                .allMatch(line -> line.contains("status 503"));
    }

    @Test
    void returnsToItsPaceOnceTheServiceIsBackAndSaysSo() {
        steps(5);
        monitor.fails = false;

        Duration wait = loop.step();

        assertThat(wait).isLessThan(Duration.ofSeconds(1));
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("event=metadata-back", "after 5 failures");
    }

    @Test
    void hasMorePatienceWithASilentServiceAndOnlyWithThat() {
        monitor.failure = new MetadataException(Trouble.SILENT, "nothing");
        steps(5);
        monitor.failure = new MetadataException(Trouble.AILING, "status 503");
        steps(1);
        monitor.fails = false;
        steps(2);

        assertThat(monitor.patiences).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L, 5L, 5L, 1L);
    }

    @Test
    void isReadyOnlyWhileTheCloudAnswers() {
        monitor.fails = false;
        steps(1);
        assertThat(health.ready()).isTrue();
        monitor.fails = true;
        clock.pass(Duration.ofMinutes(4));
        steps(1);

        assertThat(health.ready()).isFalse();
        assertThat(health.live()).isTrue();
        assertThat(health.text()).contains("spot: answered 240 s ago");
    }

    @Test
    void isNotLiveWhereALookNeverEnds() {
        steps(1);

        clock.pass(Duration.ofMinutes(6));

        assertThat(health.live()).isFalse();
    }
}
