package dev.ondes.playground.gitlab.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.gitlab.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final TestClock clock = new TestClock();

    @Test
    void countsPerKeyAndMinute() {
        var limit = new RateLimit(clock, () -> 2);
        limit.pass("a");
        limit.pass("a");

        assertThatThrownBy(() -> limit.pass("a")).isInstanceOf(HttpError.class).hasMessage("HTTP 429");
        assertThatCode(() -> limit.pass("b")).doesNotThrowAnyException();
        clock.forward(Duration.ofSeconds(60));
        assertThatCode(() -> limit.pass("a")).doesNotThrowAnyException();
    }
}
