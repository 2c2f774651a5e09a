package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent as the process that it is in a pod. */
class AgentMainIT extends WithPod {
    private Process agent;

    @BeforeEach
    void startAgent() throws Exception {
        agent = pod.agentProcess();
    }

    @AfterEach
    void endAgent() {
        agent.destroyForcibly();
    }

    /** The job's volume comes after the agent. */
    private void bring(TestJob job) throws IOException {
        Files.write(root.resolve("late.json"), AgentJson.write(job.at(gitlab.url())));
        Files.move(root.resolve("late.json"), root.resolve("job.json"));
    }

    @Test
    void runsAJobAndEndsWithZeroAndAReport() throws Exception {
        pod.build();
        bring(new TestJob("echo $SECRET").secret("SECRET", "very-secret-value"));

        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(agent.exitValue()).isZero();
        assertThat(pod.termination().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(Files.readString(root.resolve("agent-log"), StandardCharsets.UTF_8))
                .contains("job=4711 attempt=1 event=ended")
                .doesNotContain("very-secret-value", FakeGitLab.TOKEN);
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void tellsOperatorsOnceThatGitLabIsAwayBeforeThereIsALog() throws Exception {
        gitlab.fail(FakeGitLab.Fault.BAD_GATEWAY, 3, request -> request.method().equals("PUT"));
        pod.build();
        bring(new TestJob("true"));

        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(root.resolve("agent-log")))
                .filteredOn(line -> line.contains("event=gitlab-away"))
                .singleElement()
                .asString()
                .contains("job=4711 attempt=1", "PUT", "502");
    }

    @Test
    void takesNamesBeyondAsciiOfBranchesAndFilesThoughItsContainerHasNoLocale() throws Exception {
        // Given
        var repositories = new GitServer(Files.createDirectories(root.resolve("repositories")));
        gitlab.serve("/group", repositories::handle);
        String sha = repositories.repository("project", "größe/a.txt", "from git\n");
        GitServer.git(root.resolve("repositories/project.git"), "branch", "-m", "main", "größe");
        gitlab.archive(4700, Zips.zip("größe/früher.txt", "from an earlier job\n"));
        TestJob job = new TestJob("cat größe/a.txt größe/früher.txt", "echo new >größe/neu.txt")
                .variable("GIT_STRATEGY", "clone")
                .dependency(4700, "token-of-4700");
        job.git().put("repo_url", gitlab.url() + "/group/project.git").put("sha", sha);
        job.git().putArray("refspecs").add("+refs/heads/größe:refs/remotes/origin/größe");
        job.artifact("on_success", "größe/*.txt");
        pod.build();

        // When
        bring(job);

        // Then
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pod.termination().reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("from git\n", "from an earlier job\n");
        assertThat(Zips.unzip(gitlab.uploads().values().iterator().next()))
                .containsOnlyKeys("größe/a.txt", "größe/früher.txt", "größe/neu.txt");
    }

    @Test
    void goesOnAfterTermUntilTheScriptHasEnded() throws Exception {
        pod.build();
        bring(new TestJob("echo running", "sleep 2", "echo ended"));
        awaitLog("running\n");

        agent.destroy();

        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        assertThat(pod.termination().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("ended\n", "Job succeeded");
    }

    @Test
    void endsAtOnceAfterTermWhereTheScriptHasNotBegun() throws Exception {
        bring(new TestJob("echo never"));
        awaitLog("Skipping Git");

        agent.destroy();

        assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(1);
        assertThat(pod.hasTermination()).isFalse();
        assertThat(gitlab.status()).isEqualTo("running");
    }

    @Test
    void endsAfterTermWhereItsJobNeverCame() throws Exception {
        agent.destroy();

        assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pod.hasTermination()).isFalse();
    }
}
