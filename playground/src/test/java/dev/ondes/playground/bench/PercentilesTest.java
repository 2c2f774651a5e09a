package dev.ondes.playground.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void takesTheNearestRank() {
        List<Duration> times = IntStream.rangeClosed(1, 200)
                .mapToObj(Duration::ofMillis)
                .toList()
                .reversed();

        var percentiles = new Percentiles(times);

        assertThat(percentiles.at(50)).isEqualTo(Duration.ofMillis(100));
        assertThat(percentiles.at(99)).isEqualTo(Duration.ofMillis(198));
        assertThat(percentiles.at(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void saysHowManyThereWere() {
        assertThat(new Percentiles(List.of(Duration.ofMillis(1500)))).hasToString("p50 1.500 s, p99 1.500 s (1)");
    }

    @Test
    void isZeroOfNothing() {
        assertThat(new Percentiles(List.of()).at(50)).isZero();
    }
}
