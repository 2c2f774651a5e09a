package dev.ondes.alerter.alerts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the wall clock jumps: somebody set it, or the machine slept. All ages are wrong then until news came in, so nothing is judged for
 * a while. Not thread-safe.
 */
public final class ClockGuard {
    private static final Duration NO_JUMP = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofMinutes(2);

    private @Nullable Instant lastWall;
    private long lastNanos;
    private @Nullable Long restUntil;

    /**
     * Whether ages can be trusted.
     *
     * @param nanos of a clock that only goes forward, and never jumps
     */
    public boolean trusts(Instant wall, long nanos) {
        if (lastWall != null) {
            Duration drift = Duration.between(lastWall, wall).minusNanos(nanos - lastNanos);
            if (drift.abs().compareTo(NO_JUMP) > 0) {
                restUntil = nanos + REST.toNanos();
            }
        }
        lastWall = wall;
        lastNanos = nanos;
        return restUntil == null || nanos - restUntil >= 0;
    }
}
