package dev.ondes.scheduler.create;

import java.time.Duration;

/** What became of a queued job when it was taken up. */
public sealed interface Taken {

    /** The cluster has its pod, or GitLab its end: the message is done with. */
    record Settled() implements Taken {}

    /**
     * Neither yet, through nobody's fault: the same again later.
     *
     * @param atLeast what the other side asked for; zero where it did not
     */
    record Waits(Duration atLeast, String why) implements Taken {}
}
