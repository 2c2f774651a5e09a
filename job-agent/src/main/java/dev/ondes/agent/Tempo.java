package dev.ondes.agent;

import dev.ondes.agent.end.EndPace;
import dev.ondes.agent.script.Watch;
import dev.ondes.agent.trace.Pace;
import dev.ondes.agent.tries.Patience;
import java.time.Duration;

/**
 * All times by which the agent waits and tries again.
 *
 * @param trace how the log is sent
 * @param watch how the build container is watched
 * @param end how the end is reported
 * @param patience with a GitLab that is away while something is fetched or uploaded
 * @param look time between two looks for something that is not there yet
 * @param services how long a script waits for the ports of its services
 */
public record Tempo(Pace trace, Watch watch, EndPace end, Patience patience, Duration look, Duration services) {
    public static Tempo ordinary() {
        return new Tempo(
                Pace.ordinary(),
                Watch.ordinary(),
                EndPace.ordinary(),
                Patience.ordinary(),
                Duration.ofMillis(50),
                Duration.ofSeconds(30));
    }
}
