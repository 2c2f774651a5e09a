package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 200", "2, 400", "5, 3200", "6, 5000", "1000, 5000"})
    void doublesUpToItsLimit(int failures, long millis) {
        assertThat(Backoff.grown(FIRST, MOST, failures)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void leavesHalfOfEachPauseToChance() {
        // Given
        var backoff = new Backoff(FIRST, MOST, new Random(7));

        // When
        var pauses = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> backoff.pause(2))
                .toList();

        // Then
        assertThat(pauses).allMatch(pause -> pause.toMillis() >= 200 && pause.toMillis() <= 400);
        assertThat(pauses).doesNotHaveDuplicates();
    }

    @Test
    void refusesToShrink() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(MOST, FIRST, new Random(7)));
    }
}
