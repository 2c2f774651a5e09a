package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.ci.CiFile;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.RunnerSpec;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /jobs/request} without long polling: who gets which job, and what the answer holds. */
class JobRequestIT {
    private static final String LAST_UPDATE = "X-GitLab-Last-Update";

    @TempDir
    private Path data;

    private TestGitLab test;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data, settings -> settings.withLimit("longPoll", "PT0S"));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void answers204WithTheQueueValueUntilThatChanges() throws Exception {
        HttpResponse<String> nothing = test.request(test.ask());
        assertThat(nothing.statusCode()).isEqualTo(204);
        String value = TestGitLab.header(nothing, LAST_UPDATE);
        assertThat(value).isNotEmpty();
        assertThat(nothing.headers().firstValue("Gitlab-Ci-Builds-Polling")).isEmpty();

        test.gitlab.pipeline(test.project, "one: {script: echo}");

        HttpResponse<String> job = test.request(test.ask().put("last_update", value));
        assertThat(job.statusCode()).isEqualTo(201);
        assertThat(job.headers().firstValue(LAST_UPDATE)).isEmpty();
    }

    @Test
    void answers204FromItsCacheWhileTheQueueValueIsCurrentThoughAJobWaits() throws Exception {
        test.gitlab.pipeline(test.project, "one: {script: echo, tags: [none]}");
        HttpResponse<String> nothing = test.request(test.ask());
        String value = TestGitLab.header(nothing, LAST_UPDATE);

        HttpResponse<String> again = test.request(test.ask().put("last_update", value));

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(TestGitLab.header(again, LAST_UPDATE)).isEqualTo(value);
    }

    @Test
    void refusesRequestsWithoutTokenOfUnknownOnesAndOfOrphans() throws Exception {
        assertThat(test.request(Json.object()).statusCode()).isEqualTo(400);
        assertThat(test.request(test.ask().put("token", "glrt-unknown")).statusCode())
                .isEqualTo(403);
        long id = TestGitLab.parse(test.get("/api/v4/runners/all"))
                .get(0)
                .path("id")
                .asLong();
        test.json("PUT", "/-/ondes/runners/" + id + "/orphaned", Json.object());

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(422);
    }

    @Test
    void givesAPausedRunnerNothing() throws Exception {
        test.gitlab.pipeline(test.project, "one: {script: echo}");
        long id = TestGitLab.parse(test.get("/api/v4/runners/all"))
                .get(0)
                .path("id")
                .asLong();
        assertThat(test.json("PUT", "/api/v4/runners/" + id, Json.object().put("paused", true))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> paused = test.request(test.ask());
        assertThat(paused.statusCode()).isEqualTo(204);
        assertThat(TestGitLab.header(paused, LAST_UPDATE)).isNotEmpty();

        test.json("PUT", "/api/v4/runners/" + id, Json.object().put("paused", false));

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(201);
    }

    @Test
    void limitsRequestsPerMinute() throws Exception {
        test.gitlab.limits(test.gitlab.limits().with("requestsPerMinute", 2));
        test.request(test.ask());
        test.request(test.ask());

        HttpResponse<String> third = test.request(test.ask());

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(TestGitLab.header(third, "Retry-After"))).isBetween(1, 61);
    }

    @Test
    void describesTheJobWhole() throws Exception {
        test.json(
                "POST",
                "/api/v4/projects/group%2Fproject/variables",
                Json.object().put("key", "SECRET").put("value", "hunter22").put("masked", true));
        test.gitlab.pipeline(test.project, """
                build:
                  image: {name: alpine, entrypoint: [""]}
                  variables: {GREETING: "hello $CI_PROJECT_NAME", GIT_DEPTH: 7}
                  before_script: [one]
                  script: [two]
                  after_script: [three]
                  timeout: 10m
                  artifacts: {paths: [out/], expire_in: 1 day, reports: {junit: r.xml}}
                """);

        JsonNode job = test.take().payload();

        assertThat(job.path("token").asText()).startsWith("glcbt-");
        assertThat(job.at("/job_info/project_full_path").asText()).isEqualTo("group/project");
        assertThat(job.at("/job_info/name").asText()).isEqualTo("build");
        assertThat(job.at("/job_info/queue_size").asInt()).isEqualTo(1);
        assertThat(job.at("/git_info/repo_url").asText())
                .isEqualTo("http://gitlab-ci-token:" + job.path("token").asText() + "@"
                        + test.gitlab.url().getAuthority() + "/group/project.git");
        long pipeline = job.at("/job_info/pipeline_id").asLong();
        assertThat(job.at("/git_info/refspecs"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "+refs/pipelines/" + pipeline + ":refs/pipelines/" + pipeline,
                        "+refs/heads/main:refs/remotes/origin/main");
        assertThat(job.at("/git_info/depth").asInt()).isEqualTo(7);
        assertThat(job.at("/runner_info/timeout").asInt()).isEqualTo(600);
        assertThat(job.at("/image/name").asText()).isEqualTo("alpine");
        assertThat(job.at("/steps/0/script")).hasToString("[\"one\",\"two\"]");
        assertThat(job.at("/steps/1/name").asText()).isEqualTo("after_script");
        assertThat(job.at("/steps/1/when").asText()).isEqualTo("always");
        assertThat(job.at("/artifacts/0/artifact_format").asText()).isEqualTo("zip");
        assertThat(job.at("/artifacts/1/artifact_type").asText()).isEqualTo("junit");
        assertThat(job.path("credentials"))
                .hasToString("[{\"type\":\"registry\",\"url\":\""
                        + test.gitlab.url().getAuthority() + "\",\"username\":\"gitlab-ci-token\",\"password\":\""
                        + job.path("token").asText() + "\"}]");
        assertThat(job.at("/features/trace_sections").asBoolean()).isTrue();
        assertThat(job.at("/features/failure_reasons")).hasSizeGreaterThan(30);
        assertThat(variable(job, "GREETING").path("value").asText()).isEqualTo("hello project");
        assertThat(variable(job, "SECRET").path("masked").asBoolean()).isTrue();
        assertThat(variable(job, "SECRET").path("public").asBoolean()).isFalse();
        assertThat(variable(job, "CI_JOB_TOKEN").path("value")).isEqualTo(job.path("token"));
        assertThat(variable(job, "CI_JOB_TOKEN").path("masked").asBoolean()).isTrue();
        assertThat(variable(job, "CI_COMMIT_BRANCH").path("value").asText()).isEqualTo("main");
    }

    @Test
    void tellsARunnerTheServicesAsTheyAreWritten() throws Exception {
        test.gitlab.pipeline(test.project, """
                build:
                  script: echo
                  services:
                    - redis:7
                    - {name: postgres, alias: "db,main", command: [postgres, -c, fsync=off], variables: {USER: $CI_JOB_NAME}}
                """);

        JsonNode services = test.take().payload().path("services");

        assertThat(services).hasSize(2);
        assertThat(services.get(0))
                .hasToString("{\"name\":\"redis:7\",\"alias\":null,\"entrypoint\":null,\"command\":null,"
                        + "\"executor_opts\":{},\"ports\":[],\"pull_policy\":null,\"variables\":[]}");
        assertThat(services.get(1))
                .hasToString("{\"name\":\"postgres\",\"alias\":\"db,main\",\"entrypoint\":null,"
                        + "\"command\":[\"postgres\",\"-c\",\"fsync=off\"],\"executor_opts\":{},\"ports\":[],"
                        + "\"pull_policy\":null,\"variables\":[{\"key\":\"USER\",\"value\":\"$CI_JOB_NAME\"}]}");
    }

    @Test
    void tellsARunnerTheCachesWithKeysThatKeepProtectedBranchesApart() throws Exception {
        String file = """
                build:
                  script: [make]
                  cache:
                    - {key: {files: [go.sum], prefix: go}, paths: [go/], policy: pull}
                    - {key: $CI_JOB_NAME, paths: [out/], when: always, fallback_keys: [old]}
                    - {key: all, untracked: true, unprotect: true}
                """;
        test.gitlab.commit(test.project, "main", Map.of("go.sum", "a", CiFile.NAME, file));
        JsonNode onMain = test.take().payload().path("cache");
        test.gitlab.commit(test.project, "other", Map.of("go.sum", "b", CiFile.NAME, file));

        JsonNode onOther = test.take().payload().path("cache");

        assertThat(onMain.at("/0/key").asText()).matches("go-[0-9a-f]{40}-protected");
        assertThat(onMain.at("/0/policy").asText()).isEqualTo("pull");
        assertThat(onMain.get(1))
                .hasToString("{\"key\":\"$CI_JOB_NAME-protected\",\"untracked\":false,\"policy\":\"pull-push\","
                        + "\"when\":\"always\",\"paths\":[\"out/\"],\"fallback_keys\":[\"old-protected\"]}");
        assertThat(onMain.at("/2/key").asText()).isEqualTo("all-non_protected");
        assertThat(onMain.at("/2/untracked").asBoolean()).isTrue();
        assertThat(onOther.at("/0/key").asText())
                .matches("go-[0-9a-f]{40}-non_protected")
                .doesNotContain(onMain.at("/0/key").asText().substring(0, 43));
    }

    @Test
    void failsAJobWithFallbackKeysOfARunnerThatDoesNotKnowThem() throws Exception {
        test.gitlab.pipeline(test.project, "build: {script: echo, cache: {key: a, paths: [x], fallback_keys: [b]}}");

        ObjectNode asked = test.ask();
        asked.withObject("/info/features").remove("fallback_cache_keys");

        assertThat(test.request(asked).statusCode()).isEqualTo(204);
    }

    private static JsonNode variable(JsonNode job, String key) {
        return job.path("variables")
                .valueStream()
                .filter(variable -> variable.path("key").asText().equals(key))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void neverGivesOneJobToTwo() throws Exception {
        int jobs = 30;
        var file = new StringBuilder();
        for (int job = 0; job < jobs; job++) {
            file.append("job-").append(job).append(": {script: echo}\n");
        }
        test.gitlab.pipeline(test.project, file.toString());
        var begin = new CountDownLatch(1);
        Callable<HttpResponse<String>> ask = () -> {
            begin.await();
            return test.request(test.ask());
        };

        var taken = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int request = 0; request < jobs + 10; request++) {
                answers.add(threads.submit(ask));
            }
            begin.countDown();
            for (Future<HttpResponse<String>> answer : answers) {
                if (answer.get().statusCode() == 201) {
                    taken.add(TestGitLab.parse(answer.get()).path("id").asLong());
                }
            }
        }

        assertThat(taken).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(test.gitlab.calls().of(Call.JOB_REQUEST, 204)).isEqualTo(10);
    }

    @Test
    void registersVerifiesAndForgetsRunners() throws Exception {
        HttpResponse<String> made = test.json(
                "POST",
                "/api/v4/user/runners",
                Json.object().put("runner_type", "instance_type").put("tag_list", "a, b"));
        assertThat(made.statusCode()).isEqualTo(201);
        String token = TestGitLab.parse(made).path("token").asText();
        assertThat(token).startsWith("glrt-");
        var identity = Json.object().put("token", token).put("system_id", "r_0123456789ab");

        assertThat(test.json("POST", "/api/v4/runners/verify", identity).statusCode())
                .isEqualTo(200);
        assertThat(test.json("DELETE", "/api/v4/runners/managers", identity).statusCode())
                .isEqualTo(204);
        assertThat(test.json("DELETE", "/api/v4/runners/managers", identity).statusCode())
                .isEqualTo(404);
        assertThat(test.json("DELETE", "/api/v4/runners", identity).statusCode())
                .isEqualTo(204);
        assertThat(test.json("POST", "/api/v4/runners/verify", identity).statusCode())
                .isEqualTo(403);
    }

    @Test
    void knowsRegistrationTokensOnlyWhereTheyAreSwitchedOn() throws Exception {
        var body = Json.object().put("token", "legacy").put("description", "old");
        assertThat(test.json("POST", "/api/v4/runners", body).statusCode()).isEqualTo(410);

        try (var legacy =
                new TestGitLab(data.resolve("legacy"), settings -> settings.withRegistrationToken("legacy"))) {
            HttpResponse<String> made = legacy.json("POST", "/api/v4/runners", body);
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(TestGitLab.parse(made).path("token").asText()).startsWith("glrtr-");
            assertThat(legacy.json("POST", "/api/v4/runners", body.put("token", "wrong"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void takesTheProjectWithTheFewestRunningJobsFirstOnAnInstanceRunner() throws Exception {
        test.gitlab.pipeline(test.project, "a1: {script: echo}\na2: {script: echo}\n");
        long other = test.gitlab.createProject("group/other");
        test.gitlab.commit(other, "main", Map.of(".gitlab-ci.yml", "b1: {script: echo}"));
        assertThat(test.gitlab.createRunner(RunnerSpec.instance("x", List.of())))
                .isNotEmpty();

        assertThat(test.take().payload().at("/job_info/name").asText()).isEqualTo("a1");
        assertThat(test.take().payload().at("/job_info/name").asText()).isEqualTo("b1");
        assertThat(test.take().payload().at("/job_info/name").asText()).isEqualTo("a2");
    }
}
