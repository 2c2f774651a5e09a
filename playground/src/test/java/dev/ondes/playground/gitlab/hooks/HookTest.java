package dev.ondes.playground.gitlab.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HookTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Hook hook;

    @BeforeEach
    void make() {
        hook = new Hook(URI.create("http://receiver"), null, null, true, true);
    }

    private void fail(int times) {
        for (int time = 0; time < times; time++) {
            hook.failed(NOW, 4);
        }
    }

    @Test
    void isOffForAMinuteAfterFourFailuresInARow() {
        fail(3);
        assertThat(hook.off(NOW)).isFalse();

        fail(1);

        assertThat(hook.off(NOW.plusSeconds(59))).isTrue();
        assertThat(hook.off(NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void isOffTwiceAsLongAfterEachFurtherFailureAndForEverInTheEnd() {
        fail(5);
        assertThat(hook.off(NOW.plusSeconds(119))).isTrue();
        assertThat(hook.off(NOW.plusSeconds(120))).isFalse();

        fail(35);

        assertThat(hook.off(NOW.plus(Duration.ofDays(1000)))).isTrue();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(3);
        hook.succeeded();
        fail(3);

        assertThat(hook.off(NOW)).isFalse();
    }
}
