package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls about one job: to get it, to tell its state, to add to its log. */
final class JobCalls {
    /** How soon a final state is sent again where GitLab doesn't say. */
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(3);
    /** gitlab-runner obeys no longer interval. */
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(15);

    private final Http http;

    JobCalls(Http http) {
        this.http = http;
    }

    JobAnswer request(RunnerToken token, String systemId, RunnerInfo info, @Nullable String lastUpdate) {
        byte[] body = Json.object(json -> {
            json.writeStringField("token", token.secret().reveal());
            json.writeStringField("system_id", systemId);
            if (lastUpdate != null) {
                json.writeStringField("last_update", lastUpdate);
            }
            RunnerCalls.writeInfo(json, info);
        });
        Call call = Call.ofRunner(
                "POST", "/jobs/request", token.secret(), body, http.settings().longPollLimit());
        return http.ask(call, JobAnswer.Throttled::new, JobAnswer.Unavailable::new, JobCalls::job);
    }

    private static JobAnswer job(Reply reply) {
        return switch (reply.status()) {
            case 201 -> payload(reply);
            case 204 -> new JobAnswer.NoJob(reply.header("X-GitLab-Last-Update"));
            case 409 -> new JobAnswer.Conflict();
            default ->
                reply.status() / 100 == 4
                        ? new JobAnswer.Refused(reply.status(), reply.message())
                        : new JobAnswer.Unavailable(reply.describe());
        };
    }

    private static JobAnswer payload(Reply reply) {
        JsonNode json;
        try {
            json = reply.json();
        } catch (Json.NoJson e) {
            return new JobAnswer.Malformed(PayloadBegin.credentials(reply.body()), "job payload: " + e.getMessage());
        }
        try {
            return new JobAnswer.Job(JobPayload.parse(json), reply.body());
        } catch (MalformedPayloadException e) {
            return new JobAnswer.Malformed(PayloadReader.credentials(json), String.valueOf(e.getMessage()));
        }
    }

    UpdateAnswer update(JobCredentials job, JobState state) {
        byte[] body = Json.object(json -> {
            json.writeStringField("token", job.token().reveal());
            Checksum checksum =
                    switch (state) {
                        case JobState.Running() -> {
                            json.writeStringField("state", "running");
                            yield null;
                        }
                        case JobState.Success(Checksum sum) -> {
                            json.writeStringField("state", "success");
                            yield sum;
                        }
                        case JobState.Failed(String reason, Integer exitCode, Checksum sum) -> {
                            json.writeStringField("state", "failed");
                            json.writeStringField("failure_reason", reason);
                            if (exitCode != null && exitCode != 0) {
                                json.writeNumberField("exit_code", exitCode);
                            }
                            yield sum;
                        }
                    };
            if (checksum != null) {
                json.writeStringField("checksum", checksum.crc32());
                json.writeObjectFieldStart("output");
                json.writeStringField("checksum", checksum.crc32());
                json.writeNumberField("bytesize", checksum.bytesize());
                json.writeEndObject();
            }
        });
        Call call = Call.ofJob(
                "PUT",
                "",
                job,
                "application/json",
                BodyPublishers.ofByteArray(body),
                http.settings().callLimit());
        boolean running = state instanceof JobState.Running;
        return http.ask(
                call, UpdateAnswer.Throttled::new, UpdateAnswer.Unavailable::new, reply -> updated(reply, running));
    }

    private static UpdateAnswer updated(Reply reply, boolean running) {
        RemoteStatus status = RemoteStatus.ofHeader(reply.header("Job-Status"));
        return switch (reply.status()) {
            // The status after a final state is the one that it has led to, and no order to us.
            case 200 -> running ? running(status) : new UpdateAnswer.Accepted(status);
            case 202 -> {
                Duration interval = Reply.seconds(reply.header("X-GitLab-Trace-Update-Interval"));
                yield new UpdateAnswer.TracePending(interval == null ? DEFAULT_DELAY : interval);
            }
            case 403, 404 -> new UpdateAnswer.Aborted(reply.status(), status);
            case 412 -> new UpdateAnswer.ResendTrace();
            default -> new UpdateAnswer.Unavailable(reply.describe());
        };
    }

    private static UpdateAnswer running(RemoteStatus status) {
        if (status.aborts()) {
            return new UpdateAnswer.Aborted(200, status);
        }
        return status == RemoteStatus.CANCELING ? new UpdateAnswer.Canceling() : new UpdateAnswer.Accepted(status);
    }

    TraceAnswer append(JobCredentials job, long offset, byte[] bytes, int from, int length, boolean debug) {
        if (length < 1) {
            throw new IllegalArgumentException("a piece of a log has at least one byte");
        }
        long end = offset + length;
        Call call = Call.ofJob(
                        "PATCH",
                        "/trace?debug_trace=" + debug,
                        job,
                        "text/plain",
                        BodyPublishers.ofByteArray(bytes, from, length),
                        http.settings().callLimit())
                .with("Content-Range", offset + "-" + (end - 1));
        return http.ask(call, TraceAnswer.Throttled::new, TraceAnswer.Unavailable::new, reply -> appended(reply, end));
    }

    private static TraceAnswer appended(Reply reply, long end) {
        RemoteStatus status = RemoteStatus.ofHeader(reply.header("Job-Status"));
        Long size = size(reply);
        return switch (reply.status()) {
            case 202 ->
                status.aborts()
                        ? new TraceAnswer.Aborted(202, status)
                        : new TraceAnswer.Appended(size == null ? end : size, interval(reply), status);
            case 403, 404 -> new TraceAnswer.Aborted(reply.status(), status);
            case 416 ->
                size == null
                        ? new TraceAnswer.Unavailable(reply.describe() + ", without the log's size")
                        : new TraceAnswer.WrongOffset(size);
            default -> new TraceAnswer.Unavailable(reply.describe());
        };
    }

    /** The log's size from {@code Range: 0-<size>}; null where there is none. */
    private static @Nullable Long size(Reply reply) {
        String range = reply.header("Range");
        return range == null ? null : Reply.number(range.substring(range.lastIndexOf('-') + 1));
    }

    private static @Nullable Duration interval(Reply reply) {
        Duration told = Reply.seconds(reply.header("X-GitLab-Trace-Update-Interval"));
        return told == null || told.compareTo(LONGEST_INTERVAL) < 0 ? told : LONGEST_INTERVAL;
    }
}
