package dev.ondes.contracts.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = new Backoff(FIRST, MOST);

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "2, 200", "3, 400", "6, 3200", "7, 5000", "1000, 5000"})
    void doublesUpToItsLimit(int failures, long millis) {
        assertThat(BACKOFF.after(failures)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void leavesHalfOfEachPauseToChance() {
        // Given
        var random = new Random(7);

        // When
        var pauses = Stream.generate(() -> BACKOFF.after(3, random)).limit(200).toList();

        // Then
        assertThat(pauses).allMatch(pause -> pause.toMillis() >= 200 && pause.toMillis() <= 400);
        assertThat(pauses).doesNotHaveDuplicates();
    }

    @Test
    void refusesToShrink() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(MOST, FIRST));
    }
}
