package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistenceTest {
    private static final RandomGenerator NO_SPREAD = () -> 0;

    @ParameterizedTest
    @CsvSource({"CALL, 100, 200, 400", "UPLOAD, 1000, 2000, 4000", "DOWNLOAD, 1000, 1000, 1000"})
    void waitsAsGitLabRunnerDoes(Persistence persistence, long first, long second, long third) {
        assertThat(IntStream.of(1, 2, 3)
                        .mapToObj(
                                attempt -> persistence.pause(attempt, NO_SPREAD).toMillis()))
                .containsExactly(first, second, third);
    }

    @Test
    void spreadsByAQuarterAtMost() {
        assertThat(Persistence.UPLOAD.pause(3, () -> -1)).isBetween(Duration.ofMillis(4_999), Duration.ofSeconds(5));
    }
}
