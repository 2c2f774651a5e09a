package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.hooks.Hook;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.Variable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;

/** People make projects and set them up; for the admin alone. */
final class ProjectCalls {
    private final Parts parts;
    private final GitLabState state;
    private final Views views;
    private final Triggers triggers;

    ProjectCalls(Parts parts, Views views, Triggers triggers) {
        this.parts = parts;
        this.state = parts.state();
        this.views = views;
        this.triggers = triggers;
    }

    void addTo(Routes routes, Access access) {
        String project = "/api/v4/projects/{project}";
        routes.add(Call.REST, "POST", "/api/v4/admin/ci/variables", access.admin(this::addVariableOfAll))
                .add(Call.REST, "POST", "/api/v4/projects", access.admin(this::create))
                .add(Call.REST, "GET", "/api/v4/projects", access.admin(_ -> list()))
                .add(Call.REST, "GET", project, access.admin(this::show))
                .add(Call.REST, "PUT", project, access.admin(this::change))
                .add(Call.REST, "POST", project + "/variables", access.admin(this::addVariable))
                .add(Call.REST, "POST", project + "/hooks", access.admin(this::addHook))
                .add(Call.REST, "POST", project + "/job_token_scope/allowlist", access.admin(this::allow))
                .add(Call.REST, "POST", project + "/repository/commits", access.admin(this::commit));
    }

    private Response create(Request request) throws IOException {
        ObjectNode said = request.parameters();
        String name = said.path("path").asText(said.path("name").asText());
        String path = name.contains("/") ? name : said.path("namespace").asText("root") + "/" + name;
        if (!path.matches("[\\w.-]+(/[\\w.-]+)+")) {
            throw HttpError.error(400, "path is missing or invalid");
        }
        Project project = state.locked(() -> {
            if (state.project(path).isPresent()) {
                throw HttpError.message(400, "{\"path\":[\"has already been taken\"]}");
            }
            Project made = state.createProject(path);
            apply(made, said);
            return made;
        });
        parts.repositories().create(project.id(), project.defaultBranch());
        return state.locked(() -> Response.json(201, views.project(project)));
    }

    private static void apply(Project project, ObjectNode said) {
        if (said.has("visibility")) {
            project.visibleToAll(said.path("visibility").asText().equals("public"));
        }
        if (said.has("build_timeout")) {
            project.timeout(Duration.ofSeconds(said.path("build_timeout").asLong()));
        }
        if (said.has("ci_default_git_depth")) {
            project.depth(said.path("ci_default_git_depth").asInt());
        }
        if (said.has("auto_cancel_pending_pipelines")) {
            project.cancelsRedundant(
                    said.path("auto_cancel_pending_pipelines").asText().equals("enabled"));
        }
        if (said.has("default_branch")) {
            project.defaultBranch(said.path("default_branch").asText());
        }
    }

    private Response list() {
        return state.locked(() -> Response.json(
                200, Json.array(state.projects().stream().map(views::project).toList())));
    }

    private Response show(Request request) {
        return state.locked(() -> Response.json(200, views.project(of(request))));
    }

    private Response change(Request request) throws IOException {
        ObjectNode said = request.parameters();
        return state.locked(() -> {
            Project project = of(request);
            apply(project, said);
            return Response.json(200, views.project(project));
        });
    }

    private Response addVariable(Request request) throws IOException {
        ObjectNode said = request.parameters();
        Variable variable = variable(said);
        return state.locked(() -> {
            of(request).variables().put(variable.key(), variable);
            return Response.json(201, said);
        });
    }

    private Response addVariableOfAll(Request request) throws IOException {
        ObjectNode said = request.parameters();
        Variable variable = variable(said);
        return state.locked(() -> {
            state.variables().put(variable.key(), variable);
            return Response.json(201, said);
        });
    }

    static Variable variable(JsonNode said) {
        String key = said.path("key").asText();
        if (!key.matches("\\w{1,255}")) {
            throw HttpError.error(400, "key is missing or invalid");
        }
        return new Variable(
                key,
                said.path("value").asText(),
                said.path("masked").asBoolean(),
                said.path("raw").asBoolean(),
                said.path("variable_type").asText().equals("file"));
    }

    private Response addHook(Request request) throws IOException {
        ObjectNode said = request.parameters();
        String secret = said.path("token").asText();
        long project = state.locked(() -> of(request).id());
        parts.webhooks()
                .add(new Hook(
                        URI.create(RunnerCalls.required(said, "url")),
                        secret.isEmpty() ? null : secret,
                        project,
                        said.path("job_events").asBoolean(),
                        said.path("pipeline_events").asBoolean()));
        said.remove("token");
        return Response.json(201, said);
    }

    /** Lets the jobs of another project read this one with their token. */
    private Response allow(Request request) throws IOException {
        ObjectNode said = request.parameters();
        return state.locked(() -> {
            Project project = of(request);
            Project target = state.project(RunnerCalls.required(said, "target_project_id"))
                    .orElseThrow(() -> HttpError.notFound("Project"));
            project.tokenAllowlist().add(target.id());
            return Response.json(
                    201, Json.object().put("source_project_id", project.id()).put("target_project_id", target.id()));
        });
    }

    /** A push without git: {@code actions} create or update files. */
    private Response commit(Request request) throws IOException {
        ObjectNode said = request.parameters();
        String branch = RunnerCalls.required(said, "branch");
        var files = new LinkedHashMap<String, String>();
        for (JsonNode action : said.path("actions")) {
            if (!action.path("action").asText().matches("create|update")) {
                throw HttpError.error(400, "actions[action] must be create or update");
            }
            files.put(action.path("file_path").asText(), action.path("content").asText());
        }
        Project project = state.locked(() -> of(request));
        Triggers.Pushed pushed =
                triggers.commit(project, branch, said.path("commit_message").asText("Change"), files);
        return Response.json(201, Json.object().put("id", pushed.sha()).put("pipeline_id", pushed.pipeline()));
    }

    Project of(Request request) {
        return state.project(request.variable("project")).orElseThrow(() -> HttpError.notFound("Project"));
    }
}
