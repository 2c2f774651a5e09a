package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * GitLab's side of the runner protocol, as far as a runner can tell: with its state, statuses, headers and quirks. Rules
 * are those of GitLab's {@code lib/api/ci/runner.rb}.
 */
final class FakeGitLab extends FakeServer {
    static final String RUNNER_TOKEN = "glrt-abcdefghij0123456789";
    static final String REGISTRATION_TOKEN = "GR1348941registration";

    private static final String API = "/api/v4";

    final Set<String> managers = new HashSet<>();
    final Map<Long, FakeJob> jobs = new ConcurrentHashMap<>();
    final Queue<String> pending = new ConcurrentLinkedQueue<>();
    volatile boolean runnerExists = true;
    volatile boolean registrationAllowed = true;
    volatile String queueValue = "queue-1";
    /** Where artifacts lie; empty for GitLab itself. */
    volatile String storage = "";

    FakeJob running(long id) {
        var job = new FakeJob(id, "glcbt-64_job" + id);
        jobs.put(id, job);
        return job;
    }

    @Override
    Answer answer(Seen request) {
        if (!request.path().startsWith(API + "/")) {
            return Answer.html(404);
        }
        String path = request.path().substring(API.length());
        return switch (request.method() + " " + path) {
            case "POST /runners" -> register(request.json());
            case "POST /runners/verify" -> ofRunner(request, this::verified);
            case "DELETE /runners" ->
                ofRunner(request, body -> {
                    runnerExists = false;
                    return Answer.of(204);
                });
            case "DELETE /runners/managers" ->
                ofRunner(
                        request,
                        body -> managers.remove(body.path("system_id").asText())
                                ? Answer.of(204)
                                : Answer.error(404, "404 Not found"));
            case "POST /jobs/request" -> ofRunner(request, this::nextJob);
            default -> path.startsWith("/jobs/") ? ofJob(request, path) : Answer.error(404, "404 Not found");
        };
    }

    private Answer register(JsonNode body) {
        if (!registrationAllowed) {
            return Answer.error(410, "410 Gone - Runner registration disallowed");
        }
        if (!REGISTRATION_TOKEN.equals(body.path("token").asText())) {
            return Answer.error(403, "403 Forbidden - invalid token supplied");
        }
        return Answer.json(
                201, "{\"id\":12,\"token\":\"glrt-new\",\"token_expires_at\":\"2026-12-01T10:00:00.000+01:00\"}");
    }

    private interface Act {
        Answer on(JsonNode body);
    }

    private Answer ofRunner(Seen request, Act act) {
        JsonNode body = request.json();
        String token = body.path("token").asText();
        if (token.isEmpty()) {
            return Answer.json(400, "{\"error\":\"token is missing\"}");
        }
        if (!runnerExists || !token.equals(RUNNER_TOKEN)) {
            return Answer.error(403, "403 Forbidden");
        }
        return act.on(body);
    }

    private Answer verified(JsonNode body) {
        managers.add(body.path("system_id").asText("<legacy>"));
        return Answer.json(200, "{\"id\":7,\"token\":\"" + RUNNER_TOKEN + "\",\"token_expires_at\":null}");
    }

    private Answer nextJob(JsonNode body) {
        if (queueValue.equals(body.path("last_update").asText())) {
            return Answer.of(204).with("X-GitLab-Last-Update", queueValue);
        }
        String payload = pending.poll();
        return payload == null ? Answer.of(204).with("X-GitLab-Last-Update", queueValue) : Answer.json(201, payload);
    }

    private Answer ofJob(Seen request, String path) {
        String[] parts = path.substring(1).split("/", 3);
        FakeJob job = jobs.get(Long.parseLong(parts[1]));
        String token =
                request.method().equals("PUT") ? request.json().path("token").asText() : request.header("JOB-TOKEN");
        String action = request.method() + (parts.length > 2 ? " " + parts[2] : "");
        if (action.equals("GET artifacts")) {
            return download(job, token);
        }
        if (job == null || !job.token.equals(token)) {
            return Answer.error(403, "403 Forbidden");
        }
        if (!job.processing()) {
            return Answer.error(403, "403 Forbidden - Job is not running").with("Job-Status", job.status);
        }
        return switch (action) {
            case "PUT" -> update(job, request.json());
            case "PATCH trace" -> append(job, request);
            case "POST artifacts" -> upload(job, request);
            default -> Answer.error(404, "404 Not found");
        };
    }

    private static Answer update(FakeJob job, JsonNode body) {
        String state = body.path("state").asText();
        switch (state) {
            case "running" -> {}
            case "success", "failed" -> {
                if (body.path("output").has("checksum") && job.chunksToPersist-- > 0) {
                    return Answer.json(202, "202")
                            .with("Job-Status", job.status)
                            .with("X-GitLab-Trace-Update-Interval", "7");
                }
                job.status = state;
                job.failureReason = body.path("failure_reason").asText();
                job.exitCode = body.path("exit_code").asInt();
            }
            default -> {
                return Answer.error(400, "400 Bad request");
            }
        }
        return Answer.json(200, "200").with("Job-Status", job.status);
    }

    private static Answer append(FakeJob job, Seen request) {
        String range = request.header("Content-Range");
        if (range == null) {
            return Answer.error(400, "400 Missing header Content-Range");
        }
        long start = Long.parseLong(range.substring(0, range.indexOf('-')));
        if (start + request.body().length > job.traceLimit) {
            job.status = "failed";
            job.failureReason = "trace_size_exceeded";
            return Answer.error(403, "403 Forbidden");
        }
        if (start != job.trace.size()) {
            return Answer.error(416, "416 Range Not Satisfiable").with("Range", "0-" + job.trace.size());
        }
        job.trace.writeBytes(request.body());
        return Answer.json(202, "null")
                .with("Job-Status", job.status)
                .with("Range", "0-" + job.trace.size())
                .with("X-GitLab-Trace-Update-Interval", job.watched ? "3" : "60");
    }

    private static Answer upload(FakeJob job, Seen request) {
        String type = request.header("Content-Type");
        String mark = "boundary=";
        if (type == null || !type.startsWith("multipart/form-data") || !type.contains(mark)) {
            return Answer.error(400, "400 Bad request");
        }
        String boundary = "--" + type.substring(type.indexOf(mark) + mark.length());
        String text = new String(request.body(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        int tail = text.lastIndexOf("\r\n" + boundary + "--\r\n");
        if (!text.startsWith(boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"") || tail < 0) {
            return Answer.error(400, "400 Bad request - file is invalid");
        }
        job.artifacts = Arrays.copyOfRange(request.body(), head + 4, tail);
        return Answer.json(201, "201");
    }

    /** The token may be that of any job that runs. */
    private Answer download(FakeJob job, String token) {
        boolean known = jobs.values().stream().anyMatch(other -> other.processing() && other.token.equals(token));
        if (!known) {
            return Answer.error(401, "401 Unauthorized");
        }
        if (job == null || job.artifacts.length == 0) {
            return Answer.error(404, "404 Not Found");
        }
        return storage.isEmpty()
                ? new Answer(200, Map.of("Content-Type", "application/zip"), job.artifacts)
                : Answer.of(302).with("Location", storage);
    }
}
