package dev.ondes.alerter.fleet;

import java.time.Duration;

/**
 * How much the model holds. What is beyond is forgotten, oldest first, and counted.
 *
 * @param endedJobs how many jobs that ended
 * @param activeJobs how many that did not
 * @param nodes how many notices, and how many builds
 * @param keep how long what is over is kept
 * @param unknownAfter a job that nobody says anything of for so long is not known to wait or run any more
 * @param forgetAfter and after this it is left out
 */
public record Limits(
        int endedJobs, int activeJobs, int nodes, Duration keep, Duration unknownAfter, Duration forgetAfter) {
    public static final Limits STANDARD =
            new Limits(100_000, 100_000, 10_000, Duration.ofHours(24), Duration.ofHours(2), Duration.ofHours(24));
}
