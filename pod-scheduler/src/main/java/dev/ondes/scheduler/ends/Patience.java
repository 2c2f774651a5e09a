package dev.ondes.scheduler.ends;

import java.time.Duration;

/**
 * How long a pod may be in a state that may pass.
 *
 * @param noNode without a node, on this capacity
 * @param start on a node whose kubelet does not say that the agent runs. It may have no address or volume for the pod; it also keeps silent
 *     while it pulls a large image
 * @param pull with an image of the job that can't be pulled for a reason that may pass
 * @param agent with an agent that can't be started for such a reason, or a container for one that we don't know
 * @param config with a container that can't be made
 * @param buildLost between the build container's loss and the agent's end
 * @param silentNode beyond the time when a deleted pod should have been gone
 */
public record Patience(
        Duration noNode,
        Duration start,
        Duration pull,
        Duration agent,
        Duration config,
        Duration buildLost,
        Duration silentNode) {}
