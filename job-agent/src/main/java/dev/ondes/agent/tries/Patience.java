package dev.ondes.agent.tries;

import dev.ondes.contracts.retry.Backoff;
import java.time.Duration;

/**
 * How long the agent goes on trying what may succeed later.
 *
 * @param pauses between two tries
 * @param limit of all tries and pauses; no pause begins that would end after it
 */
public record Patience(Backoff pauses, Duration limit) {

    /** GitLab is updated, restarted or moved in less than that. */
    public static Patience ordinary() {
        return new Patience(new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1)), Duration.ofMinutes(10));
    }
}
