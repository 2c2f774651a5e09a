package dev.ondes.playground.gitlab.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class RateLimitTest {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void countsPerKeyAndMinute() {
        var limit = new RateLimit(clock, () -> 2);
        limit.pass("a");
        limit.pass("a");

        assertThatThrownBy(() -> limit.pass("a")).isInstanceOf(HttpError.class).hasMessage("HTTP 429");
        assertThatCode(() -> limit.pass("b")).doesNotThrowAnyException();
        clock.add(Duration.ofSeconds(60));
        assertThatCode(() -> limit.pass("a")).doesNotThrowAnyException();
    }
}
