package dev.ondes.agent.script;

import java.time.Duration;

/**
 * How the agent watches the build container.
 *
 * @param busy time between two looks while there is output
 * @param quiet time between two looks otherwise
 * @param grace between TERM and KILL for a script that was told to stop
 * @param slack how long after that the build container's answer is awaited
 * @param lostAfter silence of a build container after which it counts as lost
 * @param lostAfterPodEnds the same once the pod goes away
 * @param notice time between two looks for what is said of the node
 * @param aftermath how long it takes at most, as a rule, until what killed the script from outside gets at the agent, too
 */
public record Watch(
        Duration busy,
        Duration quiet,
        Duration grace,
        Duration slack,
        Duration lostAfter,
        Duration lostAfterPodEnds,
        Duration notice,
        Duration aftermath) {

    public static Watch ordinary() {
        return new Watch(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }
}
