package dev.ondes.gitlab;

import java.time.Duration;

/** How the client waits between two attempts; tests give one that only takes note. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits that long.
     *
     * @throws InterruptedException when the thread was interrupted; the call then ends at once
     */
    void forDuration(Duration duration) throws InterruptedException;
}
