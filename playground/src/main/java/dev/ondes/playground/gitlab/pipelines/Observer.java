package dev.ondes.playground.gitlab.pipelines;

import java.util.Map;

/** Hears what happens, in order and under the lock: it must take what it needs and return at once. */
public interface Observer {
    /** A job has a new status. */
    default void job(Job job) {}

    /** A pipeline has a new status, or was made. */
    default void pipeline(Pipeline pipeline) {}

    /** Something that is no change of status, such as a log that grew. */
    default void note(String event, Job job, Map<String, Object> details) {}
}
