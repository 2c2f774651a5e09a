package dev.ondes.agent;

import dev.ondes.agent.end.EndPace;
import dev.ondes.agent.script.Watch;
import dev.ondes.agent.trace.Pace;
import java.time.Duration;

/**
 * All times by which the agent waits and tries again.
 *
 * @param trace how the log is sent
 * @param watch how the build container is watched
 * @param end how the end is reported
 * @param sourcesPause before the second try to fetch sources; doubles
 * @param look time between two looks for something that is not there yet
 */
public record Tempo(Pace trace, Watch watch, EndPace end, Duration sourcesPause, Duration look) {
    public static Tempo ordinary() {
        return new Tempo(
                Pace.ordinary(), Watch.ordinary(), EndPace.ordinary(), Duration.ofSeconds(5), Duration.ofMillis(50));
    }
}
