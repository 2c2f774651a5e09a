package dev.ondes.scheduler.pods;

import org.jspecify.annotations.Nullable;

/**
 * What was decided for a job when its node was said to go away. Stands in the pod's annotation, so that a restarted scheduler
 * goes on with it; the agent reads the same annotation as a file, and writes its line into the job's log.
 *
 * @param line what the user reads now; null where the log says it otherwise, or nothing is to be said
 */
public record PodNotice(
        NodeNotice notice, Decision decision, @Nullable String line) {

    public boolean moving() {
        return decision == Decision.MOVE_NOW;
    }
}
