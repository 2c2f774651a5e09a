package dev.ondes.agent.trace;

import dev.ondes.contracts.retry.Backoff;
import java.time.Duration;

/**
 * How fast a log is sent.
 *
 * @param interval time between two pieces until GitLab tells another
 * @param longestInterval what of GitLab's wish is obeyed at most
 * @param first time between the first pieces after the gate: who watches sees at once that the script runs
 * @param keepAlive after which silence GitLab is told that the job still runs
 * @param hurried time between two pieces while the pod goes away
 * @param firstBackOff wait after GitLab could not be reached; doubles
 * @param longestBackOff its end
 */
public record Pace(
        Duration interval,
        Duration longestInterval,
        Duration first,
        Duration keepAlive,
        Duration hurried,
        Duration firstBackOff,
        Duration longestBackOff) {

    /** gitlab-runner's figures. */
    public static Pace ordinary() {
        return new Pace(
                Duration.ofSeconds(3),
                Duration.ofMinutes(15),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    Duration backOff(int failures) {
        return new Backoff(firstBackOff, longestBackOff).after(failures);
    }
}
