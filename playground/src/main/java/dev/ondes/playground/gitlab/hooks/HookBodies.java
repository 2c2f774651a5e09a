package dev.ondes.playground.gitlab.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.ci.CiJob;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.Artifact;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.Commit;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.JobState;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The bodies of Job Hook and Pipeline Hook. To be called under the lock. */
final class HookBodies {
    private static final DateTimeFormatter RAILS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final URI url;

    HookBodies(URI url) {
        this.url = url;
    }

    /** The Job Hook; {@code now} is for durations of what still runs. */
    ObjectNode job(Job job, Instant now) {
        Pipeline pipeline = job.pipeline();
        JobState state = job.state();
        ObjectNode body = Json.object()
                .put("object_kind", "build")
                .put("ref", pipeline.origin().ref())
                .put("tag", pipeline.origin().tag())
                .put("before_sha", pipeline.origin().beforeSha())
                .put("sha", pipeline.origin().commit().sha())
                .put("retries_count", job.retries())
                .put("build_id", job.id())
                .put("build_name", job.definition().name())
                .put("build_stage", job.definition().stage())
                .put("build_status", state.status().wire());
        times(body, "build_created_at", job.createdAt());
        times(body, "build_started_at", state.startedAt());
        times(body, "build_finished_at", state.finishedAt());
        body.set("build_duration", seconds(state.startedAt(), state.finishedAt(), now));
        body.set("build_queued_duration", seconds(state.queuedAt(), state.startedAt(), now));
        body.put("build_allow_failure", state.allowFailure())
                .put("build_failure_reason", state.failureReason() == null ? "unknown_failure" : state.failureReason())
                .put("pipeline_id", pipeline.id());
        body.set("runner", runner(state.on()));
        body.put("project_id", pipeline.project().id())
                .put("project_name", pipeline.project().path());
        body.set("user", user());
        body.set("commit", commitOfJob(pipeline, now));
        body.set("repository", repository(pipeline.project()));
        body.set("project", project(pipeline.project()));
        return body.putNull("environment").putNull("source_pipeline");
    }

    ObjectNode pipeline(Pipeline pipeline, Instant now) {
        ObjectNode body = Json.object().put("object_kind", "pipeline");
        ObjectNode attributes = body.putObject("object_attributes")
                .put("id", pipeline.id())
                .put("iid", pipeline.iid())
                .putNull("name")
                .put("ref", pipeline.origin().ref())
                .put("tag", pipeline.origin().tag())
                .put("sha", pipeline.origin().commit().sha())
                .put("before_sha", pipeline.origin().beforeSha())
                .put("source", pipeline.origin().source())
                .put("status", pipeline.status().wire())
                .put(
                        "detailed_status",
                        pipeline.warnings()
                                ? "passed with warnings"
                                : pipeline.status().wire())
                .put("created_at", RAILS.format(pipeline.createdAt()))
                .put("finished_at", rails(pipeline.finishedAt()))
                .put("url", url + "/" + pipeline.project().path() + "/-/pipelines/" + pipeline.id());
        attributes.set(
                "stages",
                Json.array(pipeline.jobs().stream()
                        .map(job -> job.definition().stage())
                        .distinct()
                        .toList()));
        attributes.set("duration", seconds(pipeline.startedAt(), pipeline.finishedAt(), now));
        attributes.set("queued_duration", seconds(pipeline.createdAt(), pipeline.startedAt(), now));
        ArrayNode variables = attributes.putArray("variables");
        pipeline.origin()
                .variables()
                .forEach(variable ->
                        variables.addObject().put("key", variable.key()).put("value", variable.value()));
        body.putNull("merge_request");
        body.set("user", user());
        body.set("project", project(pipeline.project()));
        body.set("commit", commit(pipeline.project(), pipeline.origin().commit()));
        body.putNull("source_pipeline");
        ArrayNode builds = body.putArray("builds");
        pipeline.jobs().forEach(job -> builds.add(build(job, now)));
        return body;
    }

    private static ObjectNode build(Job job, Instant now) {
        JobState state = job.state();
        CiJob definition = job.definition();
        ObjectNode build = Json.object()
                .put("id", job.id())
                .put("stage", definition.stage())
                .put("name", definition.name())
                .put("status", state.status().wire())
                .put("created_at", RAILS.format(job.createdAt()))
                .put("started_at", rails(state.startedAt()))
                .put("finished_at", rails(state.finishedAt()))
                .put("failure_reason", state.failureReason())
                .put("when", definition.when().wire())
                .put("manual", definition.when().wire().equals("manual"))
                .put("allow_failure", state.allowFailure());
        build.set("duration", seconds(state.startedAt(), state.finishedAt(), now));
        build.set("queued_duration", seconds(state.queuedAt(), state.startedAt(), now));
        build.set("user", user());
        build.set("runner", runner(state.on()));
        Artifact archive = job.artifacts().get("archive");
        build.putObject("artifacts_file")
                .put("filename", archive == null ? null : archive.filename())
                .put("size", archive == null ? null : archive.size());
        return build.putNull("environment");
    }

    /** Null until a runner has taken the job. */
    private static JsonNode runner(@Nullable Assignment on) {
        if (on == null) {
            return Json.object().nullNode();
        }
        ObjectNode runner = Json.object()
                .put("id", on.runner().id())
                .put("description", on.runner().spec().description())
                .put("runner_type", on.runner().spec().type())
                .put("active", !on.runner().spec().paused())
                .put("is_shared", on.runner().spec().type().equals("instance_type"));
        runner.set("tags", Json.array(on.runner().spec().tags()));
        return runner;
    }

    private static ObjectNode user() {
        return Json.object()
                .put("id", 1)
                .put("name", "Administrator")
                .put("username", "root")
                .putNull("avatar_url")
                .put("email", "[REDACTED]");
    }

    /** Its {@code id} is the pipeline's: GitLab has it so. */
    private static ObjectNode commitOfJob(Pipeline pipeline, Instant now) {
        Commit commit = pipeline.origin().commit();
        ObjectNode json = Json.object()
                .put("id", pipeline.id())
                .putNull("name")
                .put("sha", commit.sha())
                .put("message", commit.message())
                .put("author_name", commit.authorName())
                .put("author_email", commit.authorEmail())
                .put("author_url", "mailto:" + commit.authorEmail())
                .put("status", pipeline.status().wire());
        json.set("duration", seconds(pipeline.startedAt(), pipeline.finishedAt(), now));
        times(json, "started_at", pipeline.startedAt());
        times(json, "finished_at", pipeline.finishedAt());
        return json;
    }

    private ObjectNode commit(Project project, Commit commit) {
        ObjectNode json = Json.object()
                .put("id", commit.sha())
                .put("message", commit.message())
                .put("title", commit.title())
                .put("timestamp", commit.at().toString())
                .put("url", url + "/" + project.path() + "/-/commit/" + commit.sha());
        json.putObject("author").put("name", commit.authorName()).put("email", commit.authorEmail());
        return json;
    }

    private ObjectNode repository(Project project) {
        return Json.object()
                .put("name", project.name())
                .put("url", url + "/" + project.path() + ".git")
                .put("description", "")
                .put("homepage", url + "/" + project.path())
                .put("git_http_url", url + "/" + project.path() + ".git")
                .put("visibility_level", project.visibleToAll() ? 20 : 0);
    }

    private ObjectNode project(Project project) {
        return Json.object()
                .put("id", project.id())
                .put("name", project.name())
                .put("description", "")
                .put("web_url", url + "/" + project.path())
                .putNull("avatar_url")
                .put("git_http_url", url + "/" + project.path() + ".git")
                .put("namespace", project.namespace())
                .put("visibility_level", project.visibleToAll() ? 20 : 0)
                .put("path_with_namespace", project.path())
                .put("default_branch", project.defaultBranch())
                .put("ci_config_path", ".gitlab-ci.yml");
    }

    private static void times(ObjectNode json, String name, @Nullable Instant at) {
        json.put(name, rails(at)).put(name + "_iso", at == null ? null : at.toString());
    }

    private static @Nullable String rails(@Nullable Instant at) {
        return at == null ? null : RAILS.format(at);
    }

    private static JsonNode seconds(@Nullable Instant from, @Nullable Instant until, Instant now) {
        return from == null
                ? Json.object().nullNode()
                : Json.tree(Duration.between(from, until == null ? now : until).toMillis() / 1000.0);
    }
}
