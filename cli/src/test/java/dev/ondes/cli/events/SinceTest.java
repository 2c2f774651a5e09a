package dev.ondes.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.cli.CommandFailedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-03-08T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-08T11:58:30Z",
        "20M, 2026-03-08T11:40:00Z",
        "2h, 2026-03-08T10:00:00Z",
        "7d, 2026-03-01T12:00:00Z",
        "2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z"
    })
    void readsTimesAgoAndTimes(String text, Instant time) {
        assertThat(Since.read(text, clock)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1w", "-1h", "h", "99999999999h"})
    void saysWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> Since.read(text, clock))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("20m, 2h, 7d or 2026-03-01T12:00:00Z");
    }
}
