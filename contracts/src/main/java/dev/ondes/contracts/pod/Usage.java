package dev.ondes.contracts.pod;

import org.jspecify.annotations.Nullable;

/**
 * What the build container used, by its cgroup at the script's end. What the kernel doesn't tell is missing.
 *
 * @param memoryPeak the most bytes that it held at once, caches included
 * @param cpuMicros processor time in microseconds
 * @param periods of the kernel's scheduler, in which it had work; none are counted without a limit
 * @param throttled those of them in which it had to wait for the next
 */
public record Usage(
        @Nullable Long memoryPeak,
        @Nullable Long cpuMicros,
        @Nullable Long periods,
        @Nullable Long throttled) {}
