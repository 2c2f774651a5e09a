package dev.ondes.playground.gitlab.ci;

import java.util.List;

/** How often, and for which failure reasons, GitLab itself runs a failed job again. */
public record CiRetry(int max, List<String> when) {
    /** A job that isn't run again. */
    public static final CiRetry NEVER = new CiRetry(0, List.of("always"));

    public CiRetry {
        when = List.copyOf(when);
    }

    /** Whether a job that was run again {@code retries} times already may be so once more. */
    public boolean allows(int retries, String failureReason) {
        return retries < max && (when.contains("always") || when.contains(failureReason));
    }
}
