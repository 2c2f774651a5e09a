package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitLab's API as people and scripts use it. */
class PeopleApiIT {
    @TempDir
    private Path data;

    private TestGitLab test;
    private String project;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data);
        project = "/api/v4/projects/" + test.project;
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private JsonNode read(String path) throws Exception {
        return TestGitLab.parse(test.get(path));
    }

    @Test
    void wantsAToken() throws Exception {
        assertThat(test.send(HttpRequest.newBuilder(test.uri(project))).statusCode())
                .isEqualTo(401);
        assertThat(test.get(project).statusCode()).isEqualTo(200);
    }

    @Test
    void makesAProjectCommitsToItAndRunsAPipelineWithVariables() throws Exception {
        JsonNode made = TestGitLab.parse(test.json(
                "POST", "/api/v4/projects", Json.object().put("name", "tool").put("namespace", "team")));
        String path = "/api/v4/projects/" + made.path("id").asLong();
        assertThat(made.path("path_with_namespace").asText()).isEqualTo("team/tool");
        ObjectNode commit = Json.object().put("branch", "main").put("commit_message", "First");
        commit.putArray("actions")
                .addObject()
                .put("action", "create")
                .put("file_path", ".gitlab-ci.yml")
                .put("content", "one: {script: echo}");
        assertThat(test.json("POST", path + "/repository/commits", commit).statusCode())
                .isEqualTo(201);
        ObjectNode pipeline = Json.object().put("ref", "main");
        pipeline.putArray("variables").addObject().put("key", "COLOUR").put("value", "blue");

        assertThat(test.json("POST", path + "/pipeline", pipeline).statusCode()).isEqualTo(201);

        assertThat(read(path + "/pipelines"))
                .extracting(one -> one.path("source").asText())
                .containsExactly("api", "push");
        test.take();
        assertThat(test.take().payload().path("variables").toString())
                .contains("{\"key\":\"COLOUR\",\"value\":\"blue\"");
    }

    @Test
    void aVariableOfTheInstanceReachesEveryProjectAndGivesWayToTheProjectsOwn() throws Exception {
        for (String name : List.of("REGISTRY", "COLOUR")) {
            ObjectNode variable = Json.object().put("key", name).put("value", "registry/$CI_PROJECT_PATH");
            assertThat(test.json("POST", "/api/v4/admin/ci/variables", variable).statusCode())
                    .isEqualTo(201);
        }
        test.json(
                "POST",
                project + "/variables",
                Json.object().put("key", "COLOUR").put("value", "blue"));

        test.gitlab.pipeline(test.project, "one: {script: echo}");

        JsonNode variables = test.take().payload().path("variables");
        assertThat(variables.toString()).contains("{\"key\":\"REGISTRY\",\"value\":\"registry/group/project\"");
        assertThat(variables
                        .valueStream()
                        .filter(one -> one.path("key").asText().equals("COLOUR"))
                        .map(one -> one.path("value").asText())
                        .reduce((_, last) -> last))
                .contains("blue");
    }

    @Test
    void listsPendingJobsByKeysetAndLeadsToThoseThatFollow() throws Exception {
        test.gitlab.pipeline(test.project, "{one: {script: echo}, two: {script: echo}, three: {script: echo}}");
        test.take();
        String list = project + "/jobs?scope[]=pending&pagination=keyset&order_by=id&per_page=1&sort=";

        var first = test.get(list.replace("[]", "%5B%5D") + "desc");
        String link = first.headers().firstValue("Link").orElseThrow();
        var second = test.get(link.substring(link.indexOf("/api/"), link.indexOf('>')));

        assertThat(link).contains("cursor=").contains("scope%5B%5D=pending").endsWith("; rel=\"next\"");
        assertThat(TestGitLab.parse(second).get(0).path("id").asLong())
                .isLessThan(TestGitLab.parse(first).get(0).path("id").asLong());
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(test.get(list.replace("[]", "%5B%5D") + "asc").statusCode()).isEqualTo(405);
    }

    @Test
    void showsAJobFromPendingToItsEnd() throws Exception {
        test.gitlab.pipeline(test.project, "one: {script: echo, allow_failure: true}");
        JsonNode pending = read(project + "/jobs").get(0);
        String path = project + "/jobs/" + pending.path("id").asLong();
        assertThat(pending.path("status").asText()).isEqualTo("pending");
        assertThat(pending.path("runner").isNull()).isTrue();
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello");

        test.update(job, Json.object().put("state", "failed").put("exit_code", 1));

        JsonNode ended = read(path);
        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("failure_reason").asText()).isEqualTo("script_failure");
        assertThat(ended.path("allow_failure").asBoolean()).isTrue();
        assertThat(ended.at("/runner/description").asText()).isEqualTo("test");
        assertThat(ended.path("started_at").asText())
                .isLessThan(ended.path("finished_at").asText());
        assertThat(ended.path("queued_duration").isNumber()).isTrue();
        assertThat(ended.path("web_url").asText()).endsWith("/group/project/-/jobs/" + job.id());
        JsonNode pipeline = read(project + "/pipelines").get(0);
        assertThat(pipeline.path("status").asText()).isEqualTo("success");
        assertThat(pipeline.at("/detailed_status/label").asText()).isEqualTo("passed with warnings");
    }

    @Test
    void givesTheRestOfALog() throws Exception {
        test.gitlab.pipeline(test.project, "one: {script: echo}");
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello world");
        String path = project + "/jobs/" + job.id() + "/trace";

        HttpResponse<String> rest = range(path, "bytes=6-");

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo("world");
        assertThat(TestGitLab.header(rest, "Content-Range")).isEqualTo("bytes 6-10/11");
        assertThat(range(path, "bytes=0-4").body()).isEqualTo("hello");
        assertThat(range(path, "bytes=11-").statusCode()).isEqualTo(416);
        assertThat(test.get(path).body()).isEqualTo("hello world");
    }

    private HttpResponse<String> range(String path, String range) throws Exception {
        return test.send(HttpRequest.newBuilder(test.uri(path))
                .header("PRIVATE-TOKEN", test.gitlab.adminToken())
                .header("Range", range));
    }

    @Test
    void retriesAndCancelsJobsAndPipelines() throws Exception {
        long pipeline = test.gitlab.pipeline(test.project, "one: {script: echo}");
        TestGitLab.Taken job = test.take();
        String path = project + "/jobs/" + job.id();
        assertThat(test.json("POST", path + "/retry", Json.object()).statusCode())
                .as("it still runs")
                .isEqualTo(403);
        test.update(job, "failed");

        JsonNode again = TestGitLab.parse(test.json("POST", path + "/retry", Json.object()));

        assertThat(again.path("id").asLong()).isGreaterThan(job.id());
        assertThat(read(project + "/pipelines/" + pipeline + "/jobs")).hasSize(1);
        assertThat(read(project + "/pipelines/" + pipeline + "/jobs?include_retried=true"))
                .hasSize(2);
        JsonNode canceled =
                TestGitLab.parse(test.json("POST", project + "/pipelines/" + pipeline + "/cancel", Json.object()));
        assertThat(canceled.path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void tellsATestWhatHappenedAndWhen() throws Exception {
        test.gitlab.pipeline(test.project, "one: {script: echo}");
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello");
        test.update(job, "success");

        List<JsonNode> events = test.get("/-/ondes/timeline")
                .body()
                .lines()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(events)
                .filteredOn(event -> event.path("event").asText().equals("job"))
                .extracting(event -> event.path("status").asText())
                .containsExactly("created", "pending", "running", "success");
        assertThat(events)
                .filteredOn(event -> event.path("event").asText().equals("trace"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("offset").asLong()).isZero();
                    assertThat(event.path("length").asLong()).isEqualTo(5);
                });
        assertThat(events)
                .extracting(event -> event.path("epoch_nanos").asLong())
                .isSorted();
        assertThat(test.get("/-/ondes/timeline?after=" + events.size()).body()).isEmpty();
        assertThat(read("/-/ondes/calls").at("/job-request/201").asLong()).isEqualTo(1);
    }
}
