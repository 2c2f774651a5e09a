package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.CiStatus;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.JobState;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.Runner;
import dev.ondes.playground.gitlab.pipelines.RunnerSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** GitLab's JSON for people. To be used under the lock. */
record Views(URI url) {

    ObjectNode project(Project project) {
        return Json.object()
                .put("id", project.id())
                .put("name", project.name())
                .put("path", project.name())
                .put("path_with_namespace", project.path())
                .put("default_branch", project.defaultBranch())
                .put("visibility", project.visibleToAll() ? "public" : "private")
                .put("created_at", project.createdAt().toString())
                .put("web_url", url + "/" + project.path())
                .put("http_url_to_repo", url + "/" + project.path() + ".git")
                .put("build_timeout", project.timeout().toSeconds())
                .put("ci_default_git_depth", project.depth())
                .put("auto_cancel_pending_pipelines", project.cancelsRedundant() ? "enabled" : "disabled");
    }

    ObjectNode pipeline(Pipeline pipeline, Instant now) {
        ObjectNode json = pipelineInJob(pipeline)
                .put("before_sha", pipeline.origin().beforeSha())
                .put("tag", pipeline.origin().tag())
                .put("yaml_errors", pipeline.yamlErrors())
                .put("started_at", text(pipeline.startedAt()))
                .put("finished_at", text(pipeline.finishedAt()));
        json.set("duration", seconds(pipeline.startedAt(), pipeline.finishedAt(), now));
        json.set("queued_duration", seconds(pipeline.createdAt(), pipeline.startedAt(), now));
        json.set(
                "detailed_status",
                Json.object()
                        .put(
                                "group",
                                pipeline.warnings()
                                        ? "success-with-warnings"
                                        : pipeline.status().wire())
                        .put(
                                "label",
                                pipeline.warnings()
                                        ? "passed with warnings"
                                        : pipeline.status().wire()));
        return json;
    }

    private ObjectNode pipelineInJob(Pipeline pipeline) {
        return Json.object()
                .put("id", pipeline.id())
                .put("iid", pipeline.iid())
                .put("project_id", pipeline.project().id())
                .put("sha", pipeline.origin().commit().sha())
                .put("ref", pipeline.origin().ref())
                .put("status", pipeline.status().wire())
                .put("source", pipeline.origin().source())
                .put("created_at", pipeline.createdAt().toString())
                .put("web_url", url + "/" + pipeline.project().path() + "/-/pipelines/" + pipeline.id());
    }

    ObjectNode job(Job job, Instant now) {
        JobState state = job.state();
        ObjectNode json = Json.object()
                .put("id", job.id())
                .put("name", job.definition().name())
                .put("stage", job.definition().stage())
                .put("status", state.status().wire())
                .put("ref", job.pipeline().origin().ref())
                .put("tag", job.pipeline().origin().tag())
                .put("allow_failure", state.allowFailure())
                .put("created_at", job.createdAt().toString())
                .put("started_at", text(state.startedAt()))
                .put("finished_at", text(state.finishedAt()))
                .putNull("erased_at")
                .put("web_url", url + "/" + job.pipeline().project().path() + "/-/jobs/" + job.id());
        json.set("duration", seconds(state.startedAt(), state.finishedAt(), now));
        json.set("queued_duration", seconds(state.queuedAt(), state.startedAt(), now));
        if (state.status() == CiStatus.FAILED) {
            json.put("failure_reason", state.failureReason());
        }
        json.set("tag_list", Json.array(job.definition().tags()));
        json.set("pipeline", pipelineInJob(job.pipeline()));
        json.set(
                "commit",
                Json.object()
                        .put("id", job.pipeline().origin().commit().sha())
                        .put("title", job.pipeline().origin().commit().title()));
        Assignment on = state.on();
        json.set("runner", on == null ? json.nullNode() : runner(on.runner()));
        json.set(
                "runner_manager",
                on == null
                        ? json.nullNode()
                        : Json.object().put("system_id", on.manager().systemId()));
        ArrayNode artifacts = json.putArray("artifacts");
        job.artifacts()
                .values()
                .forEach(artifact -> artifacts
                        .addObject()
                        .put("file_type", artifact.type())
                        .put("file_format", artifact.format())
                        .put("filename", artifact.filename())
                        .put("size", artifact.size()));
        if (job.artifacts().containsKey("archive")) {
            json.set("artifacts_file", artifacts.get(0));
        }
        return json;
    }

    /** As lists show it that go over several projects. */
    ObjectNode jobWithProject(Job job, Instant now) {
        ObjectNode json = job(job, now);
        Project project = job.pipeline().project();
        json.putObject("project").put("id", project.id()).put("path_with_namespace", project.path());
        return json;
    }

    static ObjectNode runner(Runner runner) {
        RunnerSpec spec = runner.spec();
        ObjectNode json = Json.object()
                .put("id", runner.id())
                .put("description", spec.description())
                .put("runner_type", spec.type())
                .put("is_shared", spec.type().equals("instance_type"))
                .put("active", !spec.paused())
                .put("paused", spec.paused())
                .put("locked", spec.locked())
                .put("run_untagged", spec.runUntagged())
                .put("access_level", spec.accessLevel());
        if (spec.maximumTimeout() != null) {
            json.put("maximum_timeout", spec.maximumTimeout().toSeconds());
        }
        json.set("tag_list", Json.array(spec.tags()));
        ArrayNode managers = json.putArray("managers");
        runner.managers()
                .values()
                .forEach(manager -> managers.addObject()
                        .put("system_id", manager.systemId())
                        .put("created_at", manager.createdAt().toString())
                        .put("contacted_at", manager.contactedAt().toString())
                        .set(
                                "info",
                                manager.info().isMissingNode() ? Json.object().nullNode() : manager.info()));
        return json;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static JsonNode seconds(@Nullable Instant from, @Nullable Instant until, Instant now) {
        return from == null
                ? Json.object().nullNode()
                : Json.tree(Duration.between(from, until == null ? now : until).toMillis() / 1000.0);
    }
}
