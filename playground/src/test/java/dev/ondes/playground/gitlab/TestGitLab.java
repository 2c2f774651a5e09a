package dev.ondes.playground.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.RunnerSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A started GitLab with a project and a runner, and the calls a test makes by hand. */
public final class TestGitLab implements AutoCloseable {
    /** A job as its runner knows it. */
    public record Taken(long id, String token, JsonNode payload) {}

    public final GitLab gitlab;
    public final long project;
    public final String runner;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestGitLab(Path data) throws IOException {
        this(data, settings -> settings);
    }

    public TestGitLab(Path data, UnaryOperator<GitLabSettings> change) throws IOException {
        gitlab = GitLab.start(change.apply(GitLabSettings.in(data)));
        project = gitlab.createProject("group/project");
        runner = gitlab.createRunner(RunnerSpec.instance("test", List.of()));
    }

    public URI uri(String path) {
        return URI.create(gitlab.url() + path);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> json(String method, String path, JsonNode body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("PRIVATE-TOKEN", gitlab.adminToken())
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("PRIVATE-TOKEN", gitlab.adminToken()));
    }

    public static JsonNode parse(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    /** A job request as a capable runner sends it. */
    public ObjectNode ask() {
        ObjectNode body = Json.object().put("token", runner).put("system_id", "s_0123456789ab");
        ObjectNode features =
                body.putObject("info").put("name", "gitlab-runner").putObject("features");
        for (String feature : List.of(
                "cancel_gracefully",
                "return_exit_code",
                "artifacts_exclude",
                "fallback_cache_keys",
                "upload_multiple_artifacts",
                "vault_secrets",
                "refspecs")) {
            features.put(feature, true);
        }
        return body;
    }

    public HttpResponse<String> request(ObjectNode body) throws IOException, InterruptedException {
        return json("POST", "/api/v4/jobs/request", body);
    }

    public Taken take() throws IOException, InterruptedException {
        HttpResponse<String> response = request(ask());
        if (response.statusCode() != 201) {
            throw new AssertionError("No job: " + response.statusCode());
        }
        JsonNode payload = parse(response);
        return new Taken(payload.path("id").asLong(), payload.path("token").asText(), payload);
    }

    public HttpResponse<String> update(Taken job, ObjectNode state) throws IOException, InterruptedException {
        return json("PUT", "/api/v4/jobs/" + job.id(), state.put("token", job.token()));
    }

    public HttpResponse<String> update(Taken job, String state) throws IOException, InterruptedException {
        return update(job, Json.object().put("state", state));
    }

    public HttpResponse<String> append(Taken job, long start, String text) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/api/v4/jobs/" + job.id() + "/trace"))
                .header("JOB-TOKEN", job.token())
                .header("Content-Type", "text/plain")
                .header("Content-Range", start + "-" + (start + text.length() - 1))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(text)));
    }

    /** One file as multipart, with the query given. */
    public HttpResponse<String> upload(Taken job, String content, String query)
            throws IOException, InterruptedException {
        return upload(job, content.getBytes(StandardCharsets.UTF_8), query);
    }

    public HttpResponse<String> upload(Taken job, byte[] content, String query)
            throws IOException, InterruptedException {
        String head = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"artifacts.zip\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        return send(HttpRequest.newBuilder(uri("/api/v4/jobs/" + job.id() + "/artifacts" + query))
                .header("JOB-TOKEN", job.token())
                .header("Content-Type", "multipart/form-data; boundary=X")
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofByteArray(content),
                        HttpRequest.BodyPublishers.ofString("\r\n--X--\r\n"))));
    }

    public HttpResponse<String> download(long job, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/api/v4/jobs/" + job + "/artifacts?direct_download=true"))
                .header("JOB-TOKEN", token));
    }

    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        http.close();
        gitlab.close();
    }
}
