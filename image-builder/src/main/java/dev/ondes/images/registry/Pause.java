package dev.ondes.images.registry;

import java.time.Duration;

/** How the client waits between two tries; tests give one that only takes note. */
@FunctionalInterface
public interface Pause {
    void forDuration(Duration duration) throws InterruptedException;
}
