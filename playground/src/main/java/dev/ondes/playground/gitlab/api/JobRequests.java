package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.payload.JobPayload;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Runner;
import dev.ondes.playground.gitlab.pipelines.RunnerManager;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code POST /jobs/request}: Workhorse's long poll in front, then what Rails does. A poll that sees a change ends with
 * 204 and never with a job: the runner must ask again.
 */
final class JobRequests {
    private static final String LAST_UPDATE = "X-GitLab-Last-Update";
    private static final int POLLED_BODY = 32 << 10;
    private static final int UNPOLLED_BODY = 1 << 20;

    private final Parts parts;
    private final GitLabState state;
    private final RunnerCalls runners;

    JobRequests(Parts parts, RunnerCalls runners) {
        this.parts = parts;
        this.state = parts.state();
        this.runners = runners;
    }

    void addTo(Routes routes) {
        routes.add(Call.JOB_REQUEST, "POST", "/api/v4/jobs/request", this::request);
    }

    private Response request(Request request) throws IOException, InterruptedException {
        if (state.limits().longPoll().isZero()) {
            return rails(request.parameters(UNPOLLED_BODY));
        }
        ObjectNode parameters = request.parameters(POLLED_BODY);
        Response response = waitedInVain(parameters) ? Response.empty(204) : rails(parameters);
        return response.with("Gitlab-Ci-Builds-Polling", "yes");
    }

    /** Whether Workhorse keeps the request to itself: it does so once it has begun to wait. */
    private boolean waitedInVain(ObjectNode parameters) throws InterruptedException {
        String lastUpdate = parameters.path("last_update").asText();
        Optional<Runner> runner =
                state.locked(() -> state.runnerOfToken(parameters.path("token").asText())
                        .filter(known -> known.queueValue().equals(lastUpdate)));
        if (runner.isEmpty()) {
            return false;
        }
        state.awaitQueueChange(runner.get(), lastUpdate);
        return true;
    }

    private Response rails(ObjectNode parameters) {
        parts.rates().requests().pass(RunnerCalls.required(parameters, "token"));
        return state.locked(() -> {
            Runner runner = runners.authenticate(parameters);
            RunnerManager manager =
                    runner.contacted(parameters.path("system_id").asText(), parameters.path("info"), state.now());
            String queueValue = runner.queueValue();
            if (runner.spec().paused()
                    || queueValue.equals(parameters.path("last_update").asText())) {
                return nothing(queueValue);
            }
            int size = parts.queue().size(runner);
            return parts.queue()
                    .next(runner, manager, parameters.path("info").path("features"))
                    .map(job -> handedOut(job, size))
                    .orElseGet(() -> nothing(queueValue));
        });
    }

    private static Response nothing(String queueValue) {
        return Response.empty(204).with(LAST_UPDATE, queueValue);
    }

    private Response handedOut(Job job, int queueSize) {
        Assignment on = job.state().on();
        if (on == null) {
            throw HttpError.message(409, "409 Conflict");
        }
        return Response.json(
                201,
                new JobPayload(
                                job,
                                on,
                                parts.url(),
                                parts.idTokens(),
                                parts.state().variables().values())
                        .toJson(queueSize));
    }
}
