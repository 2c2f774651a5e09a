package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator NO_SPREAD = () -> 0;

    @Test
    void doublesUpToItsLimitAndBeginsAnew() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), NO_SPREAD);

        assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 5L, 5L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void spreadsByAQuarterAtMost() {
        var backoff = new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(4), () -> -1);

        assertThat(backoff.next()).isBetween(Duration.ofMillis(4_999), Duration.ofSeconds(5));
    }
}
