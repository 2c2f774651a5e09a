package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.platform.InterruptionKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InterruptAnswerTest {
    private static final Instant LEAVES = Instant.parse("2026-03-01T12:02:00Z");

    @Test
    void saysWhenTheNodeGoesAndThatItComesBack() {
        assertThat(Control.given("node2", InterruptionKind.SPOT, LEAVES))
                .isEqualTo("notice given: node2 goes at 12:02:00 UTC and is back about a minute later;"
                        + " new jobs avoid its pool for a while");
    }

    @Test
    void aRecommendationTakesNothingAway() {
        assertThat(Control.given("node2", InterruptionKind.REBALANCE, LEAVES))
                .isEqualTo("notice given: node2; it stays");
    }

    @Test
    void aSecondNoticeIsRefusedUntilTheNodeIsBack() {
        assertThat(Control.onItsWay("node2", LEAVES, LEAVES.minusSeconds(1)))
                .isEqualTo("node2 has its notice already, and goes at 12:02:00 UTC");
        assertThat(Control.onItsWay("node2", LEAVES, LEAVES.plusSeconds(1)))
                .isEqualTo("node2 is gone since 12:02:00 UTC; it comes back within about a minute");
    }
}
