package dev.ondes.playground.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person or a script does with GitLab, by its REST API with an access token. Thread-safe. */
public final class GitLabApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public GitLabApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public URI base() {
        return base;
    }

    /** Whether it answers at all. */
    public boolean answers() {
        try {
            http.send(
                    HttpRequest.newBuilder(base.resolve("/api/v4/projects"))
                            .header("PRIVATE-TOKEN", token)
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A runner of the whole instance; gives its authentication token ({@code glrt-…}). */
    public String createRunner(String description, List<String> tags, boolean runUntagged) {
        return post(
                        "/api/v4/user/runners",
                        Map.of(
                                "runner_type",
                                "instance_type",
                                "description",
                                description,
                                "tag_list",
                                tags,
                                "run_untagged",
                                runUntagged))
                .path("token")
                .asText();
    }

    /** An empty project under a path such as {@code demo/ringlog}; gives its id. */
    public long createProject(String path) {
        int slash = path.lastIndexOf('/');
        return post(
                        "/api/v4/projects",
                        Map.of("name", path.substring(slash + 1), "namespace", path.substring(0, slash)))
                .path("id")
                .asLong();
    }

    /** A variable that every project's jobs get. */
    public void instanceVariable(String key, String value) {
        post("/api/v4/admin/ci/variables", Map.of("key", key, "value", value));
    }

    /** Address for {@code git push}, with the token in it. */
    public URI pushUrl(String path) {
        return URI.create(base.getScheme() + "://root:" + token + "@" + base.getAuthority() + "/" + path + ".git");
    }

    /** The newest pipeline of a project. */
    public Optional<JsonNode> latestPipeline(long project) {
        JsonNode pipelines = get("/api/v4/projects/" + project + "/pipelines");
        return pipelines.isEmpty() ? Optional.empty() : Optional.of(pipelines.get(0));
    }

    public JsonNode pipeline(long project, long pipeline) {
        return get("/api/v4/projects/" + project + "/pipelines/" + pipeline);
    }

    /** The jobs of a pipeline, retried ones included, oldest first. */
    public List<CiJob> jobs(long project, long pipeline) {
        List<CiJob> jobs = new ArrayList<>();
        get("/api/v4/projects/" + project + "/pipelines/" + pipeline + "/jobs?per_page=100&include_retried=true")
                .forEach(job -> jobs.add(CiJob.of(job)));
        jobs.sort(java.util.Comparator.comparingLong(CiJob::id));
        return jobs;
    }

    public void cancel(long project, long job) {
        post("/api/v4/projects/" + project + "/jobs/" + job + "/cancel", Map.of());
    }

    /** The whole log of a job as bytes. */
    public byte[] log(long project, long job) {
        return send(request("/api/v4/projects/" + project + "/jobs/" + job + "/trace")
                        .GET()
                        .build())
                .body();
    }

    public byte[] artifacts(long project, long job) {
        return send(request("/api/v4/projects/" + project + "/jobs/" + job + "/artifacts")
                        .GET()
                        .build())
                .body();
    }

    /** One job. */
    public CiJob job(long project, long job) {
        return CiJob.of(get("/api/v4/projects/" + project + "/jobs/" + job));
    }

    /** An answer that is no JSON. */
    public String text(String path) {
        return new String(send(request(path).GET().build()).body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    public JsonNode get(String path) {
        return parse(send(request(path).GET().build()));
    }

    /** Posts JSON; gives the answer's JSON, or an empty object where there is none. */
    public JsonNode post(String path, Map<String, ?> body) {
        ObjectNode json = JSON.valueToTree(body);
        return parse(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString()))
                .build()));
    }

    public void delete(String path) {
        send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("PRIVATE-TOKEN", token)
                .timeout(LIMIT);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300) {
                throw new PlaygroundException("GitLab answered " + answer.statusCode() + " to " + request.method() + " "
                        + request.uri().getPath() + ": "
                        + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return answer;
        } catch (IOException e) {
            throw new PlaygroundException("GitLab does not answer " + request.method() + " "
                    + request.uri().getPath() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while asking GitLab");
        }
    }

    private static JsonNode parse(HttpResponse<byte[]> answer) {
        try {
            @Nullable JsonNode json = JSON.readTree(answer.body());
            return json == null || json.isMissingNode() ? JSON.createObjectNode() : json;
        } catch (IOException e) {
            throw new PlaygroundException("GitLab's answer to " + answer.uri().getPath() + " is no JSON");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
