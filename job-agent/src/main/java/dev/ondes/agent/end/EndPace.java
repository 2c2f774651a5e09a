package dev.ondes.agent.end;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Durations;
import java.time.Duration;

/**
 * How long the agent tries to bring the job's end to GitLab before it leaves that to pod-scheduler.
 *
 * @param attempts how often GitLab may be unreachable
 * @param firstBackOff wait after the first time; doubles
 * @param longestWait its end, and the end of what of GitLab's wishes is obeyed
 * @param flushLimit how long the rest of the log may take
 */
public record EndPace(int attempts, Duration firstBackOff, Duration longestWait, Duration flushLimit) {

    /** gitlab-runner's ten attempts, with waits that a pod can afford: about a quarter of an hour in all. */
    public static EndPace ordinary() {
        return new EndPace(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15));
    }

    Duration backOff(int failures) {
        return new Backoff(firstBackOff, longestWait).after(failures);
    }

    Duration atMost(Duration wish) {
        return Durations.shorter(wish, longestWait);
    }
}
