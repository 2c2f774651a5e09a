package dev.ondes.playground.gitlab.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HookChaosTest {
    private static List<List<Duration>> pauses(HookChaos chaos) {
        return LongStream.rangeClosed(1, 1_000).mapToObj(chaos::pauses).toList();
    }

    @Test
    void aGoodWayBringsEachAtOnceAndOnce() {
        assertThat(pauses(HookChaos.NONE)).containsOnly(List.of(Duration.ZERO));
    }

    @Test
    void aBadWayBringsThemLateOutOfOrderAndSomeTwice() {
        List<List<Duration>> pauses = pauses(HookChaos.of(7));

        assertThat(pauses)
                .allSatisfy(one -> assertThat(one)
                        .hasSizeBetween(1, 2)
                        .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(300))));
        assertThat(pauses.stream().filter(one -> one.size() == 2)).hasSizeBetween(150, 250);
        assertThat(pauses.stream().map(List::getFirst).distinct()).hasSizeGreaterThan(900);
    }

    @Test
    void theSeedDecides() {
        assertThat(pauses(HookChaos.of(7))).isEqualTo(pauses(HookChaos.of(7))).isNotEqualTo(pauses(HookChaos.of(8)));
    }
}
