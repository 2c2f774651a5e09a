package dev.ondes.alerter.sizing;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run tells of what jobs of its name need, and no more: those of a day are looked at together. What it did not tell is missing.
 *
 * @param killed for want of memory
 * @param memoryLimit bytes
 * @param memoryPeak bytes
 * @param cpuSeconds of processor time
 * @param script how long it ran
 */
record Run(
        boolean killed,
        @Nullable Long memoryLimit,
        @Nullable Long memoryPeak,
        @Nullable Double cpuSeconds,
        @Nullable Duration script) {

    /** Empty for a run that told nothing. */
    static Optional<Run> of(JobFinished how) {
        return Optional.ofNullable(how.resources()).map(used -> of(how, used));
    }

    private static Run of(JobFinished how, Resources used) {
        return new Run(
                how.reason() == EndReason.OUT_OF_MEMORY,
                used.memoryLimit(),
                used.memoryPeak(),
                used.cpuSeconds() == null
                        ? null
                        : Double.valueOf(used.cpuSeconds().doubleValue()),
                script(how.timings()));
    }

    private static @Nullable Duration script(Timings timings) {
        return timings.scriptStartedAt() == null || timings.scriptFinishedAt() == null
                ? null
                : Duration.between(timings.scriptStartedAt(), timings.scriptFinishedAt());
    }

    /** The most memory that it held; 0 where it did not tell. */
    long peak() {
        return memoryPeak == null ? 0 : memoryPeak;
    }
}
