package dev.ondes.gitlab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What GitLab says to {@code POST /jobs/request}. Each is one request's answer: nothing was retried. */
public sealed interface JobAnswer {
    /**
     * A job, which GitLab counts as running from now on.
     *
     * @param raw the payload as it came, to be handed on unchanged; full of secrets. Not copied
     */
    record Job(
            JobPayload payload,
            @SuppressWarnings("ArrayRecordComponent") byte[] raw) implements JobAnswer {
        /** Never prints the payload. */
        @Override
        public String toString() {
            return "Job[" + payload.id() + ", ***]";
        }
    }

    /**
     * A job was given, but its payload can't be read.
     *
     * @param job what is needed to fail the job at GitLab; null where not even that could be read
     * @param why names the field that is missing or odd, without its value
     */
    record Malformed(@Nullable JobCredentials job, String why) implements JobAnswer {}

    /**
     * Nothing now.
     *
     * @param lastUpdate to be sent with the next request; null where GitLab told none: keep the old one
     */
    record NoJob(@Nullable String lastUpdate) implements JobAnswer {}

    /** There are jobs, but others were quicker: ask again at once. */
    record Conflict() implements JobAnswer {}

    /** Too many requests, or busy and says for how long: ask again after {@code delay}. */
    record Throttled(Duration delay) implements JobAnswer {}

    /** GitLab doesn't take this runner (403 wrong token, 410, 422 orphaned, 400 …): asking again won't help soon. */
    record Refused(int status, String message) implements JobAnswer {}

    /** No answer from GitLab's API (network, 5xx, a proxy in its place, …): ask again later. */
    record Unavailable(String why) implements JobAnswer {}
}
