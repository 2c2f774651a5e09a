package dev.ondes.playground.gitlab.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.ci.CiArtifacts;
import dev.ondes.playground.gitlab.ci.CiCache;
import dev.ondes.playground.gitlab.ci.CiImage;
import dev.ondes.playground.gitlab.ci.CiService;
import dev.ondes.playground.gitlab.ci.FailureReasons;
import dev.ondes.playground.gitlab.ci.ReportTypes;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.Artifact;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.Dependencies;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.Variable;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Writes the answer to a job request. Pure; to be called under the lock. */
public final class JobPayload {
    private static final List<String> MASKED_PREFIXES =
            List.of("glpat-", "gloas-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-");

    private final Job job;
    private final Assignment on;
    private final URI url;
    private final List<JobVariable> variables;

    /**
     * Of a job that a runner got just now.
     *
     * @param url this GitLab as runners reach it
     * @param instance variables of every project
     */
    public JobPayload(Job job, Assignment on, URI url, IdTokens tokens, Collection<Variable> instance) {
        this.job = job;
        this.on = on;
        this.url = url;
        variables = JobVariables.of(job, on, url, tokens, instance);
    }

    /** The whole answer; {@code queueSize} jobs wait that the runner could take. */
    public ObjectNode toJson(int queueSize) {
        ObjectNode payload =
                Json.object().put("id", job.id()).put("token", job.token()).put("allow_git_fetch", true);
        payload.set("job_info", jobInfo(queueSize));
        payload.set("git_info", gitInfo());
        payload.set(
                "runner_info",
                Json.object()
                        .put("timeout", on.timeout().toSeconds())
                        .putNull("runner_session_url")
                        .put("uuid", on.manager().systemId()));
        payload.set("inputs", Json.array());
        payload.set(
                "variables",
                Json.array(variables.stream().map(JobVariable::toJson).toList()));
        payload.set("steps", steps());
        payload.set("hooks", Json.array());
        payload.set("image", image());
        payload.set("services", services());
        payload.set("artifacts", artifacts());
        payload.set("cache", caches());
        payload.set("credentials", credentials());
        payload.set("dependencies", dependencies());
        payload.set("features", features());
        payload.set("secrets", new SecretSettings(job.definition(), variables).toJson());
        payload.set(
                "policy_options",
                Json.object().put("execution_policy_job", false).putNull("policy_name"));
        return payload;
    }

    private ObjectNode jobInfo(int queueSize) {
        Pipeline pipeline = job.pipeline();
        Project project = pipeline.project();
        return Json.object()
                .put("id", job.id())
                .put("name", job.definition().name())
                .put("stage", job.definition().stage())
                .put("pipeline_id", pipeline.id())
                .put("project_id", project.id())
                .put("project_name", project.name())
                .put("project_full_path", project.path())
                .put("namespace_id", 1)
                .put("root_namespace_id", 1)
                .put("organization_id", 1)
                .put("instance_id", "playground")
                .put("instance_uuid", "00000000-0000-4000-8000-000000000000")
                .put("user_id", 1)
                .putNull("scoped_user_id")
                .put("time_in_queue_seconds", secondsInQueue())
                .put(
                        "project_jobs_running_on_instance_runners_count",
                        on.runner().spec().type().equals("instance_type") ? "0" : "+Inf")
                .put("queue_size", queueSize)
                .put("queue_depth", 1);
    }

    private double secondsInQueue() {
        return job.state().queuedAt() == null || job.state().startedAt() == null
                ? 0
                : Duration.between(job.state().queuedAt(), job.state().startedAt())
                                .toMillis()
                        / 1000.0;
    }

    private ObjectNode gitInfo() {
        Pipeline.Origin origin = job.pipeline().origin();
        int depth = depth();
        ObjectNode info = Json.object()
                .put("repo_url", JobVariables.repositoryUrl(job, url))
                .put("repo_object_format", "sha1")
                .put("ref", origin.ref())
                .put("sha", origin.commit().sha())
                .put("before_sha", origin.beforeSha())
                .put("ref_type", origin.tag() ? "tag" : "branch")
                .put("depth", depth)
                .put("protected", job.pipeline().onProtectedRef());
        String persistent = "refs/pipelines/" + job.pipeline().id();
        ArrayNode refspecs = info.putArray("refspecs").add("+" + persistent + ":" + persistent);
        if (depth == 0) {
            refspecs.add("+refs/heads/*:refs/remotes/origin/*").add("+refs/tags/*:refs/tags/*");
        } else if (origin.tag()) {
            refspecs.add("+refs/tags/" + origin.ref() + ":refs/tags/" + origin.ref());
        } else {
            refspecs.add("+refs/heads/" + origin.ref() + ":refs/remotes/origin/" + origin.ref());
        }
        return info;
    }

    private int depth() {
        return variables.stream()
                .filter(variable ->
                        variable.key().equals("GIT_DEPTH") && variable.value().matches("\\d{1,9}"))
                .map(variable -> Integer.parseInt(variable.value()))
                .reduce((_, last) -> last)
                .orElse(job.pipeline().project().depth());
    }

    private ArrayNode steps() {
        ArrayNode steps = Json.array();
        steps.add(step("script", job.definition().script(), "on_success", false));
        if (!job.definition().afterScript().isEmpty()) {
            steps.add(step("after_script", job.definition().afterScript(), "always", true));
        }
        return steps;
    }

    private ObjectNode step(String name, List<String> script, String when, boolean allowFailure) {
        ObjectNode step = Json.object()
                .put("name", name)
                .put("timeout", on.timeout().toSeconds())
                .put("when", when)
                .put("allow_failure", allowFailure);
        step.set("script", Json.array(script));
        return step;
    }

    private JsonNode image() {
        CiImage image = job.definition().image();
        if (image == null) {
            return Json.object().nullNode();
        }
        ObjectNode json = Json.object().put("name", image.name());
        json.set("entrypoint", orNull(image.entrypoint()));
        ObjectNode options = json.putObject("executor_opts");
        if (image.user() != null) {
            options.putObject("kubernetes").put("user", image.user());
        }
        json.set("ports", Json.array());
        json.set("pull_policy", orNull(image.pullPolicies()));
        return json;
    }

    private ArrayNode services() {
        ArrayNode all = Json.array();
        for (CiService service : job.definition().services()) {
            ObjectNode json = Json.object().put("name", service.name()).put("alias", service.alias());
            json.set("entrypoint", orNull(service.entrypoint()));
            json.set("command", orNull(service.command()));
            json.set("executor_opts", Json.object());
            json.set("ports", Json.array());
            json.set("pull_policy", orNull(service.pullPolicies()));
            ArrayNode own = json.putArray("variables");
            service.variables()
                    .forEach((key, value) -> own.addObject().put("key", key).put("value", value));
            all.add(json);
        }
        return all;
    }

    private static JsonNode orNull(List<String> words) {
        return words.isEmpty() ? Json.object().nullNode() : Json.array(words);
    }

    private JsonNode artifacts() {
        CiArtifacts artifacts = job.definition().artifacts();
        if (artifacts == null) {
            return Json.object().nullNode();
        }
        ArrayNode all = Json.array();
        if (artifacts.archive()) {
            ObjectNode archive = artifact(artifacts, "archive", artifacts.paths(), artifacts.when())
                    .put("name", artifacts.name())
                    .put("untracked", artifacts.untracked());
            if (!artifacts.exclude().isEmpty()) {
                archive.set("exclude", Json.array(artifacts.exclude()));
            }
            all.add(archive);
        }
        artifacts
                .reports()
                .forEach((type, paths) -> all.add(
                        artifact(artifacts, type, paths, "always").put("name", type + "." + ReportTypes.format(type))));
        return all;
    }

    private static ObjectNode artifact(CiArtifacts artifacts, String type, List<String> paths, String when) {
        ObjectNode json = Json.object();
        json.set("paths", Json.array(paths));
        return json.put("when", when)
                .put("expire_in", artifacts.expireIn())
                .put("artifact_type", type)
                .put("artifact_format", ReportTypes.format(type));
    }

    /** As GitLab does by default, protected branches have caches of their own. */
    private ArrayNode caches() {
        ArrayNode all = Json.array();
        for (CiCache cache : job.definition().caches()) {
            boolean isProtected = job.pipeline().onProtectedRef() && !cache.unprotect();
            String suffix = isProtected ? "-protected" : "-non_protected";
            ObjectNode json = all.addObject()
                    .put("key", cache.key() + suffix)
                    .put("untracked", cache.untracked())
                    .put("policy", cache.policy())
                    .put("when", cache.when());
            json.set("paths", Json.array(cache.paths()));
            json.set(
                    "fallback_keys",
                    Json.array(cache.fallbackKeys().stream()
                            .map(key -> key + suffix)
                            .toList()));
        }
        return all;
    }

    /** Their token is that of this job: GitLab lets a running job read what it depends on. */
    private ArrayNode dependencies() {
        ArrayNode all = Json.array();
        for (Job other : Dependencies.of(job)) {
            ObjectNode json = Json.object()
                    .put("id", other.id())
                    .put("name", other.definition().name())
                    .put("token", job.token());
            Artifact archive = other.artifacts().get("archive");
            if (archive != null) {
                json.set(
                        "artifacts_file",
                        Json.object().put("filename", archive.filename()).put("size", archive.size()));
            }
            all.add(json);
        }
        return all;
    }

    /** For the registry, which is at GitLab's own address here. */
    private ArrayNode credentials() {
        ArrayNode all = Json.array();
        all.addObject()
                .put("type", "registry")
                .put("url", url.getAuthority())
                .put("username", "gitlab-ci-token")
                .put("password", job.token());
        return all;
    }

    private static ObjectNode features() {
        ObjectNode features = Json.object().put("trace_sections", true);
        features.set("token_mask_prefixes", Json.array(MASKED_PREFIXES));
        features.set("failure_reasons", Json.array(FailureReasons.ALL));
        return features;
    }
}
