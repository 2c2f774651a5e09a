package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.PodLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as the process that it is in a pod. */
class AgentMainIT {
    @TempDir
    Path root;

    private FakeGitLab gitlab;
    private TestPod pod;
    private Process agent;

    @BeforeEach
    void open() throws Exception {
        gitlab = new FakeGitLab();
        pod = new TestPod(root, gitlab);
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + root.resolve("tmp"),
                        "dev.ondes.agent.AgentMain")
                .redirectError(root.resolve("agent-log").toFile());
        builder.environment()
                .putAll(Map.of(
                        PodLayout.DIR_VARIABLE, pod.shared().toString(),
                        PodLayout.BUILDS_VARIABLE, root.resolve("builds").toString(),
                        PodLayout.JOB_FILE_VARIABLE, root.resolve("job.json").toString(),
                        PodLayout.TERMINATION_VARIABLE,
                                root.resolve("termination-log").toString()));
        agent = builder.start();
    }

    @AfterEach
    void close() {
        agent.destroyForcibly();
        pod.close();
        gitlab.close();
    }

    /** The job's volume comes after the agent. */
    private void bring(TestJob job) throws IOException {
        Files.write(root.resolve("late.json"), AgentJson.write(job.at(gitlab.url())));
        Files.move(root.resolve("late.json"), root.resolve("job.json"));
    }

    private void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> gitlab.log().contains(text));
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
