package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a runner may do and the runner itself may not: GitLab's REST API with an access token of the scope
 * {@code api}.
 */
final class OwnerCalls {
    private static final int PAGE = 100;
    private static final String CANCELING = "canceling";
    private static final String CANCELED = "canceled";
    /** What tells this no from one to the token: GitLab's {@code lib/api/ci/jobs.rb}. */
    private static final String NOT_RETRYABLE = "Job is not retryable";

    private final Http http;

    OwnerCalls(Http http) {
        this.http = http;
    }

    List<RunningJob> runningJobs(Secret accessToken, long runnerId, String systemId) {
        String path = "/runners/" + runnerId + "/jobs?status=running&order_by=id&sort=desc&system_id="
                + URLEncoder.encode(systemId, StandardCharsets.UTF_8) + "&per_page=" + PAGE + "&page=";
        List<RunningJob> jobs = new ArrayList<>();
        int page = 1;
        JsonNode some;
        do {
            Reply reply = call("GET", path + page++, accessToken);
            RunnerCalls.expect(reply, 200);
            some = json(reply);
            addTo(jobs, some);
        } while (some.size() == PAGE);
        return List.copyOf(jobs);
    }

    private static void addTo(List<RunningJob> jobs, JsonNode some) {
        for (JsonNode job : some) {
            JsonNode id = job.path("id");
            JsonNode project = job.path("project").path("id");
            if (id.canConvertToLong() && project.canConvertToLong()) {
                jobs.add(new RunningJob(id.longValue(), project.longValue()));
            }
        }
    }

    boolean cancel(Secret accessToken, RunningJob job) {
        String path = path(job);
        String status = statusAfter(path + "/cancel", accessToken);
        if (status.equals(CANCELING)) {
            // GitLab waits for the runner to end it gracefully, and none has it.
            status = statusAfter(path + "/cancel?force=true", accessToken);
        }
        return status.equals(CANCELED);
    }

    Optional<Long> retry(Secret accessToken, RunningJob job) {
        Reply reply = call("POST", path(job) + "/retry", accessToken);
        if (reply.status() == 403 && reply.message().contains(NOT_RETRYABLE)) {
            return Optional.empty();
        }
        RunnerCalls.expect(reply, 201);
        return Optional.of(json(reply).path("id").longValue());
    }

    private static String path(RunningJob job) {
        return "/projects/" + job.projectId() + "/jobs/" + job.id();
    }

    private String statusAfter(String path, Secret accessToken) {
        Reply reply = call("POST", path, accessToken);
        RunnerCalls.expect(reply, 201);
        return json(reply).path("status").asText("");
    }

    private Reply call(String method, String path, Secret accessToken) {
        return http.insist(
                Call.ofOwner(method, path, accessToken, http.settings().callLimit()), Persistence.CALL);
    }

    private static JsonNode json(Reply reply) {
        try {
            return reply.json();
        } catch (Json.NoJson e) {
            throw new UnavailableException(reply.call() + ": the answer " + e.getMessage());
        }
    }
}
