package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import dev.ondes.playground.gitlab.pipelines.Runner;
import dev.ondes.playground.gitlab.pipelines.RunnerSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runners come, prove who they are, and go; GitLab's {@code lib/api/ci/runner.rb}, first half. */
final class RunnerCalls {
    private final Parts parts;
    private final Access access;

    RunnerCalls(Parts parts, Access access) {
        this.parts = parts;
        this.access = access;
    }

    void addTo(Routes routes) {
        routes.add(Call.REGISTER, "POST", "/api/v4/runners", this::register)
                .add(Call.REGISTER, "POST", "/api/v4/user/runners", access.admin(this::create))
                .add(Call.VERIFY, "POST", "/api/v4/runners/verify", this::verify)
                .add(Call.UNREGISTER, "DELETE", "/api/v4/runners", this::unregister)
                .add(Call.UNREGISTER, "DELETE", "/api/v4/runners/managers", this::removeManager)
                .add(Call.REST, "GET", "/api/v4/runners/router/discovery", this::discoverRouter)
                .add(Call.REST, "GET", "/api/v4/runners/all", access.admin(_ -> list()))
                .add(Call.REST, "GET", "/api/v4/runners/{id}", access.admin(this::show))
                .add(Call.REST, "PUT", "/api/v4/runners/{id}", access.admin(this::change))
                .add(Call.REST, "DELETE", "/api/v4/runners/{id}", access.admin(this::delete));
    }

    private Response register(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        String token = required(parameters, "token");
        if (parts.registrationToken().isEmpty()) {
            throw HttpError.message(410, "410 Gone - runner registration tokens are not allowed");
        }
        if (!Access.same(token, parts.registrationToken())) {
            throw HttpError.message(403, "403 Forbidden - invalid token supplied");
        }
        return created("glrtr-", spec(parameters, "instance_type"));
    }

    private Response create(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        String type = required(parameters, "runner_type");
        if (!Set.of("instance_type", "group_type", "project_type").contains(type)) {
            throw HttpError.error(400, "runner_type does not have a valid value");
        }
        return created("glrt-", spec(parameters, type));
    }

    private Response created(String prefix, RunnerSpec spec) {
        if (!spec.runUntagged() && spec.tags().isEmpty()) {
            throw HttpError.message(
                    400, "{\"tags_list\":[\"can not be empty when runner is not allowed to pick untagged jobs\"]}");
        }
        return parts.state()
                .locked(() -> Response.json(201, identity(parts.state().createRunner(prefix, spec))));
    }

    private static RunnerSpec spec(ObjectNode said, String type) {
        List<String> tags = tags(said.path("tag_list"));
        String group = said.path("group_path").asText(said.path("group_id").asText());
        return new RunnerSpec(
                type,
                said.has("project_id") ? Set.of(said.path("project_id").asLong()) : Set.of(),
                group.isEmpty() ? null : group,
                said.path("description").asText(),
                tags,
                said.path("run_untagged").asBoolean(tags.isEmpty()),
                said.path("paused").asBoolean(!said.path("active").asBoolean(true)),
                said.path("locked").asBoolean(),
                said.path("access_level").asText("not_protected"),
                seconds(said.path("maximum_timeout")));
    }

    private static @Nullable Duration seconds(JsonNode value) {
        return value.asLong() > 0 ? Duration.ofSeconds(value.asLong()) : null;
    }

    private static List<String> tags(JsonNode said) {
        return said.isArray()
                ? said.valueStream().map(JsonNode::asText).toList()
                : Arrays.stream(said.asText().split(",", -1))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList();
    }

    private Response verify(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        return parts.state().locked(() -> {
            Runner runner = authenticate(parameters);
            contacted(runner, parameters);
            return Response.json(200, identity(runner));
        });
    }

    private Response unregister(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        return parts.state().locked(() -> {
            parts.state().deleteRunner(authenticate(parameters));
            return Response.empty(204);
        });
    }

    private Response removeManager(Request request) throws IOException {
        ObjectNode parameters = request.parameters();
        return parts.state().locked(() -> {
            Runner runner = authenticate(parameters);
            if (runner.managers().remove(required(parameters, "system_id")) == null) {
                throw HttpError.notFound("Runner manager");
            }
            return Response.empty(204);
        });
    }

    private Response discoverRouter(Request request) {
        return parts.state().locked(() -> {
            if (parts.state().runnerOfToken(request.header("Runner-Token")).isEmpty()) {
                throw HttpError.forbidden();
            }
            return Response.json(501, Json.object().put("message", "501 Not Implemented"));
        });
    }

    private Response list() {
        return parts.state()
                .locked(() -> Response.json(
                        200,
                        Json.array(parts.state().runners().stream()
                                .map(Views::runner)
                                .toList())));
    }

    private Response show(Request request) {
        return parts.state().locked(() -> Response.json(200, Views.runner(byId(request))));
    }

    private Response change(Request request) throws IOException {
        ObjectNode changes = request.parameters();
        return parts.state().locked(() -> {
            Runner runner = byId(request);
            ObjectNode now = Views.runner(runner);
            RunnerSpec old = runner.spec();
            RunnerSpec merged = spec(now.setAll(changes), old.type());
            parts.state()
                    .changeRunner(
                            runner,
                            new RunnerSpec(
                                    old.type(),
                                    old.projects(),
                                    old.group(),
                                    merged.description(),
                                    merged.tags(),
                                    merged.runUntagged(),
                                    merged.paused(),
                                    merged.locked(),
                                    merged.accessLevel(),
                                    merged.maximumTimeout()));
            return Response.json(200, Views.runner(runner));
        });
    }

    private Response delete(Request request) {
        return parts.state().locked(() -> {
            parts.state().deleteRunner(byId(request));
            return Response.empty(204);
        });
    }

    private Runner byId(Request request) {
        return parts.state().runner(request.number("id")).orElseThrow(() -> HttpError.notFound("Runner"));
    }

    /** The runner of the token; 400 without one, 403 for an unknown one, 422 for an orphan's. */
    Runner authenticate(ObjectNode parameters) {
        Runner runner =
                parts.state().runnerOfToken(required(parameters, "token")).orElseThrow(HttpError::forbidden);
        if (runner.orphaned()) {
            throw HttpError.message(422, "422 Unprocessable Entity - Runner is orphaned");
        }
        return runner;
    }

    void contacted(Runner runner, ObjectNode parameters) {
        runner.contacted(
                parameters.path("system_id").asText(),
                parameters.path("info"),
                parts.state().now());
    }

    private static ObjectNode identity(Runner runner) {
        return Json.object().put("id", runner.id()).put("token", runner.token()).putNull("token_expires_at");
    }

    static String required(ObjectNode parameters, String name) {
        String value = parameters.path(name).asText();
        if (value.isEmpty()) {
            throw HttpError.error(400, name + " is missing");
        }
        return value;
    }
}
