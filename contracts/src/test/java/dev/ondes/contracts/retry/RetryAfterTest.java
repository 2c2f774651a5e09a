package dev.ondes.contracts.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 120 ', PT2M",
        "'Sat, 28 Nov 2026 12:00:30 GMT', PT30S",
        "'Sat, 28 Nov 2026 11:00:00 GMT', PT0S"
    })
    void readsSecondsAndDates(String value, Duration wait) {
        assertThat(RetryAfter.read(value, NOON)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "2026-11-28T12:00:30Z", "99999999999999999999"})
    void leavesAloneWhatIsNeither(String value) {
        assertThat(RetryAfter.read(value, NOON)).isEmpty();
    }
}
