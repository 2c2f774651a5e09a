package dev.ondes.scheduler.turns;

import java.time.Duration;

/** Somebody else (GitLab, the broker, the cluster) isn't ready: what was begun is to be repeated, and may be. */
public final class TryLaterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    /** @param delay as the other side asked for, or zero where it did not: then the wait grows with each failure */
    public TryLaterException(Duration delay, String why) {
        super(why);
        this.delay = delay;
    }

    public Duration delay() {
        return delay;
    }
}
