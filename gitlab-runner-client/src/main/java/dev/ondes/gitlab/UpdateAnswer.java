package dev.ondes.gitlab;

import java.time.Duration;

/** What GitLab says to {@code PUT /jobs/:id}. Each is one request's answer: nothing was retried. */
public sealed interface UpdateAnswer {
    /** Noted. After a final state this is the end of the job, whatever the status says. */
    record Accepted(RemoteStatus status) implements UpdateAnswer {}

    /** The final state is noted, but GitLab still stores the log: send the same state again after {@code delay}. */
    record TracePending(Duration delay) implements UpdateAnswer {}

    /**
     * GitLab no longer runs the job: stop all work, upload nothing.
     *
     * @param httpStatus 403 or 404; 200 where the job's status says it
     */
    record Aborted(int httpStatus, RemoteStatus status) implements UpdateAnswer {}

    /** Somebody canceled the job: stop the script, run {@code after_script} and uploads, then report the end. */
    record Canceling() implements UpdateAnswer {}

    /** GitLab lost the log: send it again from its first byte, then the state. */
    record ResendTrace() implements UpdateAnswer {}

    /** Too many requests, or busy and says for how long: ask again after {@code delay}. */
    record Throttled(Duration delay) implements UpdateAnswer {}

    /** No answer from GitLab's API (network, 5xx, a proxy in its place, …): ask again later. */
    record Unavailable(String why) implements UpdateAnswer {}
}
