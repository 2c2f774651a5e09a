package dev.ondes.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final BackOff RULES =
            new BackOff(2, Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ofMinutes(20));

    @ParameterizedTest(name = "failures at minutes {0}: skipped until minute {1}, level {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // one is chance
                "0, -, 0",
                // two within the window aren't
                "0 4, 7, 1",
                // two with the window between them are chance twice
                "0 10, -, 0",
                // what fails while it is skipped is the same trouble: the pause begins anew, and doesn't grow
                "0 1 2 3, 6, 1",
                "0 1 1 1 1 1 1 1 1 1, 4, 1",
                // once it was skipped, one failure is enough, and the pause doubles
                "0 1 5, 11, 2",
                "0 1 5 12, 24, 3",
                "0 1 5 12 25, 45, 4",
                // never longer than the longest
                "0 1 5 12 25 46, 66, 5",
                // ten quiet minutes after the pause give the credit back
                "0 1 14, -, 0",
                "0 1 14 15, 18, 1",
                // and halve what has grown
                "0 1 5 22, 28, 2"
            })
    void skipsWhatKeepsFailing(String minutes, @Nullable Integer until, int level) {
        Standing standing = Standing.TRUSTED;
        Instant now = START;
        for (int minute :
                Arrays.stream(minutes.split(" ")).mapToInt(Integer::parseInt).toArray()) {
            now = at(minute);
            standing = standing.failed(now, RULES);
        }

        assertThat(standing.skipped(now)).isEqualTo(until != null);
        assertThat(standing.level()).isEqualTo(level);
        if (until != null) {
            assertThat(standing.skippedUntil()).isEqualTo(at(until));
            assertThat(standing.skipped(at(until))).isFalse();
        }
    }

    @Test
    void isTrustedAgainWhenItServed() {
        Standing skipped = Standing.TRUSTED.failed(START, RULES).failed(at(1), RULES);

        assertThat(skipped.served(at(2))).isEqualTo(Standing.TRUSTED);
        assertThat(skipped.served(at(1))).isEqualTo(skipped);
        assertThat(skipped.served(START)).isEqualTo(skipped);
    }

    @Test
    void isForgottenWhenNothingOfItMatters() {
        Standing once = Standing.TRUSTED.failed(START, RULES);
        Standing skipped = once.failed(at(1), RULES);

        assertThat(once.forgotten(at(9), RULES)).isFalse();
        assertThat(once.forgotten(at(10), RULES)).isTrue();
        assertThat(skipped.forgotten(at(3), RULES)).isFalse();
        assertThat(skipped.forgotten(at(13), RULES)).isFalse();
        assertThat(skipped.forgotten(at(14), RULES)).isTrue();
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
