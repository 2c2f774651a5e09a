package dev.ondes.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.intake.LoopState.Phase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoopStateTest {
    private static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void isOverdueWellAfterItsPhaseShouldHaveEnded() {
        var asking = new LoopState(Phase.ASKING, T0, Duration.ofMinutes(5), true);

        assertThat(asking.overdue(T0.plus(Duration.ofMinutes(6)), false)).isFalse();
        assertThat(asking.overdue(T0.plus(Duration.ofMinutes(8)), false)).isTrue();
    }

    @Test
    void isNeverOverdueWhileItWaitsForTheBroker() {
        var handingOver = new LoopState(Phase.HANDING_OVER, T0, LoopState.FOR_EVER, true);

        assertThat(handingOver.overdue(T0.plus(Duration.ofDays(30)), false)).isFalse();
    }

    @Test
    void isOverdueWhenItEndedThoughNobodyStopsTheService() {
        var ended = new LoopState(Phase.ENDED, T0, Duration.ZERO, true);

        assertThat(ended.overdue(T0, false)).isTrue();
        assertThat(ended.overdue(T0.plusSeconds(600), true)).isFalse();
    }
}
