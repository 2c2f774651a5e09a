package dev.ondes.playground.gitlab.ci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often, and for which failures, GitLab itself runs a failed job again.
 *
 * @param when failure reasons, or {@code always}
 * @param exitCodes of the script; one of these is enough, whatever the reason
 */
public record CiRetry(int max, List<String> when, List<Integer> exitCodes) {
    /** A job that isn't run again. */
    public static final CiRetry NEVER = new CiRetry(0, List.of("always"), List.of());

    public CiRetry {
        when = List.copyOf(when);
        exitCodes = List.copyOf(exitCodes);
    }

    /** Whether a job that was run again {@code retries} times already may be so once more. */
    public boolean allows(int retries, String failureReason, @Nullable Integer exitCode) {
        return retries < max
                && (when.contains("always")
                        || when.contains(failureReason)
                        || (exitCode != null && exitCodes.contains(exitCode)));
    }
}
