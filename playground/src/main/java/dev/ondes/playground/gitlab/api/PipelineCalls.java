package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Handler;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.pipelines.Artifact;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.CiStatus;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** People look at pipelines and jobs, cancel them, run them again; for the admin alone. */
final class PipelineCalls {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private final Parts parts;
    private final GitLabState state;
    private final Views views;
    private final ProjectCalls projects;
    private final Triggers triggers;
    private final ArtifactCalls artifacts;

    PipelineCalls(Parts parts, Views views, ProjectCalls projects, Triggers triggers, ArtifactCalls artifacts) {
        this.parts = parts;
        this.state = parts.state();
        this.views = views;
        this.projects = projects;
        this.triggers = triggers;
        this.artifacts = artifacts;
    }

    void addTo(Routes routes, Access access) {
        String project = "/api/v4/projects/{project}";
        String pipeline = project + "/pipelines/{pipeline}";
        String job = project + "/jobs/{job}";
        routes.add(Call.REST, "POST", project + "/pipeline", access.admin(this::create))
                .add(Call.REST, "GET", project + "/pipelines", access.admin(this::list))
                .add(Call.REST, "GET", pipeline, access.admin(ofPipeline(200, one -> one)))
                .add(Call.REST, "POST", pipeline + "/cancel", access.admin(ofPipeline(200, this::canceled)))
                .add(Call.REST, "POST", pipeline + "/retry", access.admin(ofPipeline(201, this::retried)))
                .add(Call.REST, "GET", pipeline + "/jobs", access.admin(this::jobsOfPipeline))
                .add(Call.REST, "GET", project + "/jobs", access.admin(this::jobsOfProject))
                .add(Call.REST, "GET", "/api/v4/runners/{id}/jobs", access.admin(this::jobsOfRunner))
                .add(Call.REST, "GET", job, access.admin(ofJob(200, one -> one)))
                .add(Call.REST, "POST", job + "/retry", access.admin(ofJob(201, this::retried)))
                .add(Call.REST, "POST", job + "/play", access.admin(ofJob(200, this::played)))
                .add(Call.REST, "POST", job + "/cancel", access.admin(this::cancelJob))
                .add(Call.REST, "GET", job + "/trace", access.admin(this::trace))
                .add(Call.REST, "GET", job + "/artifacts", access.admin(this::download));
    }

    private Response create(Request request) throws IOException {
        ObjectNode said = request.parameters();
        var variables = StreamSupport.stream(said.path("variables").spliterator(), false)
                .map(ProjectCalls::variable)
                .toList();
        Project project = state.locked(() -> projects.of(request));
        Pipeline made = triggers.requested(project, RunnerCalls.required(said, "ref"), variables);
        return state.locked(() -> Response.json(201, views.pipeline(made, state.now())));
    }

    /** Newest first. */
    private Response list(Request request) {
        return state.locked(() -> Response.json(
                200,
                Json.array(projects.of(request).pipelines().reversed().stream()
                        .map(pipeline -> views.pipeline(pipeline, state.now()))
                        .toList())));
    }

    private Handler ofPipeline(int status, Function<Pipeline, Pipeline> action) {
        return request ->
                state.locked(() -> Response.json(status, views.pipeline(action.apply(pipeline(request)), state.now())));
    }

    private Handler ofJob(int status, Function<Job, Job> action) {
        return request -> state.locked(() -> Response.json(status, views.job(action.apply(job(request)), state.now())));
    }

    private Pipeline canceled(Pipeline pipeline) {
        parts.flow().cancel(pipeline);
        return pipeline;
    }

    private Pipeline retried(Pipeline pipeline) {
        pipeline.latest().stream()
                .filter(job -> job.status() == CiStatus.FAILED || job.status() == CiStatus.CANCELED)
                .forEach(parts.flow()::retry);
        return pipeline;
    }

    private Job retried(Job job) {
        boolean ended = job.status().completed() && job.status() != CiStatus.SKIPPED;
        if (!ended || job.retried()) {
            throw HttpError.message(403, "403 Forbidden - Job is not retryable");
        }
        return parts.flow().retry(job);
    }

    private Job played(Job job) {
        if (job.status() != CiStatus.MANUAL) {
            throw HttpError.message(400, "400 Bad request - Unplayable Job");
        }
        parts.flow().play(job);
        return job;
    }

    private Response cancelJob(Request request) throws IOException {
        boolean force = request.parameters().path("force").asBoolean();
        return state.locked(() -> {
            Job job = job(request);
            parts.flow().cancel(job, force);
            return Response.json(201, views.job(job, state.now()));
        });
    }

    private Response jobsOfPipeline(Request request) {
        boolean all = Boolean.parseBoolean(request.query().getOrDefault("include_retried", "false"));
        return state.locked(() -> Response.json(
                200,
                Json.array((all ? pipeline(request).jobs() : pipeline(request).latest())
                        .stream().map(job -> views.job(job, state.now())).toList())));
    }

    private Response jobsOfProject(Request request) {
        parts.rates().lists().pass(parts.adminToken());
        String scope = request.query().getOrDefault("scope", request.query().getOrDefault("scope[]", ""));
        return state.locked(() -> new JobList(parts.url(), request)
                .page(
                        projects.of(request).pipelines().stream()
                                .flatMap(pipeline -> pipeline.jobs().stream())
                                .filter(job ->
                                        scope.isEmpty() || job.status().wire().equals(scope))
                                .sorted(Comparator.comparing(Job::id).reversed())
                                .toList(),
                        job -> views.job(job, state.now())));
    }

    /** Of one manager where {@code system_id} names it; newest first, each with its project; in pages. */
    private Response jobsOfRunner(Request request) {
        String status = request.query().getOrDefault("status", "");
        String systemId = request.query().getOrDefault("system_id", "");
        int size = Integer.parseInt(request.query().getOrDefault("per_page", "20"));
        int page = Integer.parseInt(request.query().getOrDefault("page", "1"));
        return state.locked(() -> Response.json(
                200,
                Json.array(state.jobs().reversed().stream()
                        .filter(job -> isOn(job, request.number("id"), systemId))
                        .filter(job -> status.isEmpty() || job.status().wire().equals(status))
                        .skip((page - 1L) * size)
                        .limit(size)
                        .map(job -> views.jobWithProject(job, state.now()))
                        .toList())));
    }

    private static boolean isOn(Job job, long runner, String systemId) {
        Assignment on = job.state().on();
        return on != null
                && on.runner().id() == runner
                && (systemId.isEmpty() || on.manager().systemId().equals(systemId));
    }

    /** Plain text; a range gives the rest of the log. Whoever asks counts as somebody who watches it. */
    private Response trace(Request request) {
        Job job = state.locked(() -> {
            Job wanted = job(request);
            wanted.watchedAt(state.now());
            return wanted;
        });
        Matcher range = RANGE.matcher(request.header("Range"));
        if (!range.matches()) {
            return Response.bytes(200, "text/plain; charset=utf-8", job.trace().read(0));
        }
        long from = Long.parseLong(range.group(1));
        long size = job.trace().size();
        if (from >= size) {
            return Response.empty(416).with("Content-Range", "bytes */" + size);
        }
        byte[] bytes = job.trace().read(from);
        if (!range.group(2).isEmpty()) {
            long most = Math.max(0, Long.parseLong(range.group(2)) + 1 - from);
            bytes = Arrays.copyOf(bytes, (int) Math.min(bytes.length, most));
        }
        return Response.bytes(206, "text/plain; charset=utf-8", bytes)
                .with("Content-Range", "bytes " + from + "-" + (from + bytes.length - 1) + "/" + size);
    }

    private Response download(Request request) throws IOException {
        Artifact archive = state.locked(() -> artifacts.archive(job(request)));
        return ArtifactCalls.send(archive);
    }

    private Pipeline pipeline(Request request) {
        Project project = projects.of(request);
        return state.pipeline(request.number("pipeline"))
                .filter(pipeline -> pipeline.project() == project)
                .orElseThrow(() -> HttpError.notFound("Pipeline"));
    }

    private Job job(Request request) {
        Project project = projects.of(request);
        return state.job(request.number("job"))
                .filter(job -> job.pipeline().project() == project)
                .orElseThrow(() -> HttpError.notFound("Job"));
    }
}
