package dev.ondes.contracts.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Memory and processor of the build container of a job's last attempt: what it asked for, what it might use at most, what it used. What nobody
 * said, or could read, is missing.
 *
 * @param memoryAsked bytes
 * @param memoryLimit bytes
 * @param memoryPeak the most bytes that it held at once, caches included; what the kernel killed it for, where it did
 * @param cpuAsked cores
 * @param cpuLimit cores
 * @param cpuSeconds of processor time
 * @param throttled of the kernel's periods in which it had work, how many it had to wait in, from 0 to 1; missing without a limit
 */
public record Resources(
        @Nullable Long memoryAsked,
        @Nullable Long memoryLimit,
        @Nullable Long memoryPeak,
        @Nullable BigDecimal cpuAsked,
        @Nullable BigDecimal cpuLimit,
        @Nullable BigDecimal cpuSeconds,
        @Nullable BigDecimal throttled) {

    /** One amount has one form, so that they can be compared. */
    public Resources {
        cpuAsked = plain(cpuAsked);
        cpuLimit = plain(cpuLimit);
        cpuSeconds = plain(cpuSeconds);
        throttled = plain(throttled);
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros();
    }
}
