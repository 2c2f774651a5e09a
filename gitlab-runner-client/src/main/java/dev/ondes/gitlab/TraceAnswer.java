package dev.ondes.gitlab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What GitLab says to {@code PATCH /jobs/:id/trace}. Each is one request's answer: nothing was retried. */
public sealed interface TraceAnswer {
    /**
     * Stored.
     *
     * @param size the whole log's size at GitLab now
     * @param interval how long to wait before the next piece, where GitLab says so
     * @param status may be {@link RemoteStatus#CANCELING}
     */
    record Appended(long size, @Nullable Duration interval, RemoteStatus status) implements TraceAnswer {}

    /** Nothing was stored: the log's size at GitLab is another one than the offset named. */
    record WrongOffset(long size) implements TraceAnswer {}

    /**
     * GitLab takes no more log: it no longer runs the job, or the log is longer than the plan allows.
     *
     * @param httpStatus 403; 404 (gitlab-runner then stops the log and lets the script go on); 202 where the job's status
     *     says it
     */
    record Aborted(int httpStatus, RemoteStatus status) implements TraceAnswer {}

    /** Too many requests, or busy and says for how long: ask again after {@code delay}. */
    record Throttled(Duration delay) implements TraceAnswer {}

    /** No answer from GitLab's API. The piece may be stored all the same: the next call's 416 tells. */
    record Unavailable(String why) implements TraceAnswer {}
}
