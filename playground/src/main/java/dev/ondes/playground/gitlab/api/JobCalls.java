package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.RunningJobs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A runner tells how its job goes: state and log; GitLab's {@code lib/api/ci/runner.rb}, second half. */
final class JobCalls {
    private static final String INTERVAL = "X-GitLab-Trace-Update-Interval";
    private static final String STATUS = "Job-Status";

    private final Parts parts;
    private final JobAuthentication authentication;

    JobCalls(Parts parts, JobAuthentication authentication) {
        this.parts = parts;
        this.authentication = authentication;
    }

    void addTo(Routes routes) {
        routes.add(Call.JOB_UPDATE, "PUT", "/api/v4/jobs/{id}", this::update)
                .add(Call.TRACE_APPEND, "PATCH", "/api/v4/jobs/{id}/trace", this::append);
    }

    private Response update(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        String token =
                JobAuthentication.headerOr(request, parameters.path("token").asText());
        parts.rates().updates().pass(token);
        return parts.state().locked(() -> {
            Job job = authentication.running(request, token);
            RunningJobs.Update update = parts.running().update(job, parameters);
            String status = job.status().wire();
            return switch (update) {
                case DONE -> Response.number(200).with(STATUS, status);
                case TRACE_PERSISTING ->
                    Response.number(202)
                            .with(STATUS, status)
                            .with(INTERVAL, seconds(parts.state().limits().persistingInterval()));
                case UNKNOWN_STATE -> Response.number(400).with(STATUS, status);
            };
        });
    }

    private Response append(Request request) throws IOException {
        String token = JobAuthentication.headerOr(request, request.query().getOrDefault("token", ""));
        parts.rates().traces().pass(token);
        byte[] bytes = request.body().readAllBytes();
        return parts.state().locked(() -> {
            Job job = authentication.running(request, token);
            String range = request.header("Content-Range");
            if (range.isEmpty()) {
                throw HttpError.error(400, "400 Missing header Content-Range");
            }
            return switch (parts.running().append(job, start(range), bytes)) {
                case RunningJobs.Append.Stored stored ->
                    Response.number(202)
                            .with(STATUS, job.status().wire())
                            .with("Range", "0-" + stored.size())
                            .with(INTERVAL, seconds(parts.running().traceInterval(job)));
                case RunningJobs.Append.OutOfRange other ->
                    throw HttpError.message(416, "416 Range Not Satisfiable", Map.of("Range", "0-" + other.size()));
                case RunningJobs.Append.TooLarge _ -> throw HttpError.forbidden();
            };
        });
    }

    /** GitLab reads only the start of the range, and takes what isn't a number for 0. */
    private static long start(String range) {
        String digits = range.split("-", 2)[0].strip();
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    private static String seconds(Duration interval) {
        return Long.toString(interval.toSeconds());
    }
}
