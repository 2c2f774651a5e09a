package dev.ondes.alerter.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.sizing.Size.Amounts;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.job.Resources;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final long MEBIBYTE = 1L << 20;

    private final Says says = new Says();
    private final Fleet fleet = new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE);
    private long ids;

    @Test
    void saysWhatJobsOfANameAskForUseAndShouldAskFor() {
        ran(10, "compile", 4096, 500);

        assertThat(worst(5))
                .containsExactly(new Size(
                        "group/app",
                        "compile",
                        10,
                        new Amounts(4096.0 * MEBIBYTE, 8192.0 * MEBIBYTE, 500.0 * MEBIBYTE, 640.0 * MEBIBYTE),
                        new Amounts(2.0, null, 0.5, 0.6)));
    }

    @Test
    void thoseThatAskForTheMostInVainComeFirstAndNoMoreThanAreWanted() {
        ran(10, "modest", 1024, 800);
        ran(10, "greedy", 8192, 500);
        ran(10, "hungry", 256, 500);

        assertThat(worst(2)).extracting(Size::name).containsExactly("greedy", "hungry");
    }

    @Test
    void fewRunsShowNoPattern() {
        ran(9, "compile", 4096, 500);

        assertThat(worst(5)).isEmpty();
    }

    @Test
    void aRunThatDidNotTellItsProcessorTimeDoesNotDiluteThoseThatDid() {
        ran(10, "compile", 4096, 500);
        ran(10, "compile", 4096, 500, null);

        assertThat(worst(1))
                .singleElement()
                .extracting(size -> size.cpu().used())
                .isEqualTo(0.5);
    }

    private List<Size> worst(int most) {
        return Size.worst(fleet.snapshot(NOON.plusSeconds(600)).ended(), most);
    }

    /** Each for a minute of which it used half a core. */
    private void ran(int times, String name, long asked, long used) {
        ran(times, name, asked, used, new BigDecimal("30"));
    }

    private void ran(int times, String name, long asked, long used, @Nullable BigDecimal cpuSeconds) {
        var resources = new Resources(
                asked * MEBIBYTE, 2 * asked * MEBIBYTE, used * MEBIBYTE, BigDecimal.TWO, null, cpuSeconds, null);
        for (int i = 0; i < times; i++) {
            fleet.on(
                    says.finished(new Name(++ids, "small", "group/app", name), resources, NOON, NOON.plusSeconds(60)),
                    NOON.plusSeconds(60));
        }
    }
}
