package dev.ondes.alerter.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** A run of ten seconds under a limit of 1 GiB. */
    private static JobFinished run(EndReason reason, long mebibytes, String cpuSeconds) {
        return run(
                reason,
                new Resources(
                        512 * MEBIBYTE,
                        1024 * MEBIBYTE,
                        mebibytes * MEBIBYTE,
                        BigDecimal.ONE,
                        null,
                        new BigDecimal(cpuSeconds),
                        null));
    }

    private static JobFinished run(EndReason reason, Resources resources) {
        return new JobFinished(
                1,
                "test",
                "group/app",
                "small",
                1,
                reason.outcome(),
                reason,
                null,
                null,
                "node-1",
                CapacityType.SPOT,
                new Timings(NOON, NOON, NOON, NOON, NOON, NOON, NOON.plusSeconds(10), NOON.plusSeconds(11)),
                null,
                null,
                resources);
    }

    private static List<JobFinished> runs(int number, long mebibytes) {
        return new ArrayList<>(Collections.nCopies(number, run(EndReason.SCRIPT_SUCCEEDED, mebibytes, "5")));
    }

    private static Advice advice(List<JobFinished> runs) {
        return Advice.of(runs.stream()).orElseThrow();
    }

    @Test
    void saysNothingAfterFewRuns() {
        assertThat(Advice.of(runs(9, 200).stream())).isEmpty();
        assertThat(Advice.of(runs(10, 200).stream())).isPresent();
    }

    @Test
    void addsAFifthAndRoundsUp() {
        Advice advice = advice(runs(20, 200));

        // 1.2 × 200 MiB is 240, and 1.2 × 0.5 cores is 0.6.
        assertThat(advice.memory()).isEqualTo(256 * MEBIBYTE);
        assertThat(advice.cpu()).isEqualByComparingTo("0.60");
        assertThat(advice.runs()).isEqualTo(20);
    }

    @Test
    void oneGreedyRunInTwentyRaisesItToWhatThatHeldAndNoMore() {
        List<JobFinished> runs = runs(19, 200);
        runs.add(run(EndReason.SCRIPT_SUCCEEDED, 500, "5"));

        assertThat(advice(runs).memory()).isEqualTo(512 * MEBIBYTE);
    }

    @Test
    void afterAKillItIsHalfMoreThanTheLimit() {
        List<JobFinished> runs = runs(19, 200);
        runs.add(run(EndReason.OUT_OF_MEMORY, 1024, "5"));

        assertThat(advice(runs).memory()).isEqualTo(1536 * MEBIBYTE);
    }

    @Test
    void aJobThatFilledItsLimitWithCachesKeepsIt() {
        List<JobFinished> runs = runs(19, 200);
        runs.add(run(EndReason.SCRIPT_SUCCEEDED, 1000, "5"));

        assertThat(advice(runs).memory()).isEqualTo(1024 * MEBIBYTE);
    }

    @Test
    void theLastFiftyRunsCount() {
        Stream<JobFinished> runs = Stream.concat(runs(50, 100).stream(), runs(50, 900).stream());

        assertThat(Advice.of(runs).orElseThrow().memory()).isEqualTo(128 * MEBIBYTE);
    }

    @Test
    void asksForAtLeastATwentiethOfACore() {
        List<JobFinished> idle = IntStream.range(0, 10)
                .mapToObj(_ -> run(EndReason.SCRIPT_SUCCEEDED, 10, "0.001"))
                .toList();

        assertThat(advice(idle).cpu()).isEqualByComparingTo("0.05");
    }

    @Test
    void whatRunsDidNotTellIsMissing() {
        var silent = new Resources(512 * MEBIBYTE, null, null, null, null, new BigDecimal("20"), null);
        List<JobFinished> runs = Collections.nCopies(10, run(EndReason.SCRIPT_FAILED, silent));

        assertThat(advice(runs).memory()).isNull();
        assertThat(advice(runs).cpu()).isEqualByComparingTo("2.40");
    }
}
