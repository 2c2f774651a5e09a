package dev.ondes.detector.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SEED = 4;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Pace pace = new Pace(new Random(SEED));

    @Test
    void leavesRoomForTheLookItselfWithinTheInterval() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> pace.usual(SECOND)))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(700), Duration.ofMillis(900)))
                .hasSizeGreaterThan(1);
    }

    @Test
    void neverWaitsWhereTheServiceDoes() {
        assertThat(pace.usual(Duration.ZERO)).isZero();
    }

    @Test
    void asksAnAilingServiceEverLessOften() {
        assertThat(pace.afterFailure(1, SECOND)).isBetween(Duration.ofMillis(700), SECOND);
        assertThat(pace.afterFailure(3, SECOND)).isBetween(Duration.ofMillis(2800), Duration.ofSeconds(4));
        assertThat(pace.afterFailure(1000, SECOND)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(10));
    }
}
