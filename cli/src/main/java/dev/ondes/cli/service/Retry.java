package dev.ondes.cli.service;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and with which pauses what may pass is tried again.
 *
 * @param attempts in a row without success
 */
public record Retry(int attempts, Backoff backoff, Pause pause, RandomGenerator random) {
    /** Some two minutes in all. */
    public static Retry usual(Pause pause) {
        return new Retry(
                9, new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)), pause, RandomGenerator.getDefault());
    }

    boolean isSpent(int failures) {
        return failures >= attempts;
    }

    public void pause(int failures) {
        pause(backoff.after(failures, random));
    }

    /** Waits before the next look at what goes on. */
    public void waitFor(Duration duration) {
        pause(duration);
    }

    void pause(Duration duration) {
        try {
            pause.of(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(BuildOutcome.CANCELED, "interrupted");
        }
    }
}
