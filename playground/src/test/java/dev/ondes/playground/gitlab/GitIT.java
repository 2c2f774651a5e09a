package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.gitlab.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real git against the simulated GitLab. */
class GitIT {
    private record Result(int status, String output) {}

    @TempDir
    private Path folder;

    private TestGitLab test;
    private Path work;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(folder.resolve("gitlab"));
        work = Files.createDirectory(folder.resolve("work"));
        git("init", "-q", "-b", "trunk");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private Result git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@b.c"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_TERMINAL_PROMPT",
                        "0",
                        "GIT_CONFIG_GLOBAL",
                        "/dev/null",
                        "GIT_CONFIG_SYSTEM",
                        "/dev/null"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private String url(String login, long project) {
        return test.gitlab.gitUrl(project).toString().replace("http://", "http://" + login + "@");
    }

    private String admin() {
        return url("root:" + test.gitlab.adminToken(), test.project);
    }

    private Result push(String file, String content, String... more) throws IOException, InterruptedException {
        Files.writeString(work.resolve(file), content);
        git("add", "-A");
        git("commit", "-q", "-m", "Change " + file);
        var command = new ArrayList<>(List.of("push", admin()));
        command.addAll(List.of(more));
        return git(command.toArray(String[]::new));
    }

    @Test
    void makesAPipelineOfAPushAndKeepsItsCommit() throws Exception {
        Result push = push(".gitlab-ci.yml", "one: {script: echo}\n", "HEAD:trunk");

        assertThat(push.output()).contains("remote: Pipeline #101:");
        assertThat(push.status()).isZero();
        TestGitLab.Taken job = test.take();
        assertThat(job.payload().at("/git_info/ref").asText()).isEqualTo("trunk");
        assertThat(job.payload().at("/git_info/sha").asText())
                .isEqualTo(git("rev-parse", "HEAD").output().strip());
        assertThat(git("ls-remote", admin()).output()).contains("\trefs/pipelines/101\n", "\trefs/heads/trunk\n");
        assertThat(TestGitLab.parse(test.get("/api/v4/projects/" + test.project))
                        .path("default_branch")
                        .asText())
                .isEqualTo("trunk");
    }

    @Test
    void showsInThePushWhatIsWrongWithTheFile() throws Exception {
        Result push = push(".gitlab-ci.yml", "one:\n  script: echo\n  rules: []\n", "HEAD:trunk");

        assertThat(push.status()).isZero();
        assertThat(push.output())
                .contains("Pipeline #101 failed: .gitlab-ci.yml:3: unknown keyword 'rules' in job 'one'");
        assertThat(TestGitLab.parse(test.get("/api/v4/projects/" + test.project + "/pipelines/101"))
                        .path("yaml_errors")
                        .asText())
                .isEqualTo(".gitlab-ci.yml:3: unknown keyword 'rules' in job 'one'");
    }

    @Test
    void makesAPipelineOfATag() throws Exception {
        push(".gitlab-ci.yml", "one: {script: echo}\n", "HEAD:trunk");
        git("tag", "v1");
        git("push", admin(), "v1");
        test.take();

        TestGitLab.Taken job = test.take();

        assertThat(job.payload().at("/git_info/ref_type").asText()).isEqualTo("tag");
        assertThat(job.payload().at("/git_info/refspecs/1").asText()).isEqualTo("+refs/tags/v1:refs/tags/v1");
    }

    @Test
    void letsARunningJobFetchItsRefspecsWithLittleHistory() throws Exception {
        push("large.txt", "first\n".repeat(20_000), "HEAD:trunk");
        push(".gitlab-ci.yml", "one: {script: echo}\n", "HEAD:trunk");
        TestGitLab.Taken job = test.take();
        work = Files.createDirectory(folder.resolve("checkout"));
        git("init", "-q");
        for (String version : List.of("0", "2")) {
            Result fetch = git(
                    "-c",
                    "protocol.version=" + version,
                    "fetch",
                    "--depth",
                    "1",
                    job.payload().at("/git_info/repo_url").asText(),
                    job.payload().at("/git_info/refspecs/0").asText(),
                    job.payload().at("/git_info/refspecs/1").asText());
            assertThat(fetch.output()).doesNotContain("fatal");
            assertThat(fetch.status()).isZero();
        }

        assertThat(git("rev-list", "--count", "refs/remotes/origin/trunk")
                        .output()
                        .strip())
                .isEqualTo("1");
        assertThat(git("checkout", "-f", "-q", job.payload().at("/git_info/sha").asText())
                        .status())
                .isZero();
        assertThat(work.resolve("large.txt")).hasContent("first\n".repeat(20_000));
    }

    @Test
    void fetchesACommitByItsId() throws Exception {
        push(".gitlab-ci.yml", "one: {script: echo}\n", "HEAD:trunk");
        String sha = git("rev-parse", "HEAD").output().strip();
        work = Files.createDirectory(folder.resolve("checkout"));
        git("init", "-q");

        assertThat(git("fetch", "-q", "--depth=1", admin(), sha).status()).isZero();
    }

    @Test
    void readsAndWritesForNobodyElse() throws Exception {
        push(".gitlab-ci.yml", "one: {script: echo}\n", "HEAD:trunk");
        long other = test.gitlab.createProject("group/other");
        test.gitlab.commit(other, "main", Map.of("README.md", "hello"));
        TestGitLab.Taken job = test.take();
        String own = url("gitlab-ci-token:" + job.token(), test.project);
        String foreign = url("gitlab-ci-token:" + job.token(), other);

        assertThat(git("ls-remote", own).status()).isZero();
        assertThat(git("push", own, "HEAD:x").output()).contains("403");
        assertThat(git("ls-remote", foreign).output()).contains("not found");
        assertThat(git("ls-remote", url("gitlab-ci-token:wrong", test.project)).output())
                .contains("Authentication failed");
        assertThat(git("ls-remote", test.gitlab.gitUrl(test.project).toString()).status())
                .isNotZero();
        test.json(
                "POST",
                "/api/v4/projects/" + other + "/job_token_scope/allowlist",
                Json.object().put("target_project_id", test.project));
        assertThat(git("ls-remote", foreign).status()).isZero();
        test.update(job, "success");
        assertThat(git("ls-remote", own).output()).contains("Authentication failed");
    }

    @Test
    void readsAPublicProjectWithoutLogin() throws Exception {
        push("README.md", "hello", "HEAD:trunk");
        test.json("PUT", "/api/v4/projects/" + test.project, Json.object().put("visibility", "public"));

        assertThat(git("ls-remote", test.gitlab.gitUrl(test.project).toString()).status())
                .isZero();
        assertThat(git("push", test.gitlab.gitUrl(test.project).toString(), "HEAD:x")
                        .status())
                .isNotZero();
    }

    @Test
    void refusesAPushToPersistentRefs() throws Exception {
        push("README.md", "hello", "HEAD:trunk");

        assertThat(git("push", admin(), "HEAD:refs/pipelines/7").output())
                .contains("only branches and tags may be pushed");
    }
}
