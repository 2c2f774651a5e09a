package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build image that runs as another user than the agent; only root can try that. */
class OtherUserIT {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private Path root;
    private FakeGitLab gitlab;
    private TestPod pod;
    private GitServer repositories;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(SETPRIV),
                "only root, with setpriv, can run the build as another user");
        root = Files.createTempDirectory("ondes-other-user");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        gitlab = new FakeGitLab();
        pod = new TestPod(root, gitlab);
        for (String shared : new String[] {"ondes", "builds"}) {
            Files.setPosixFilePermissions(root.resolve(shared), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        repositories = new GitServer(Files.createDirectories(root.resolve("repositories")));
        gitlab.serve("/group", repositories::handle);
    }

    @AfterEach
    void close() throws Exception {
        if (root != null) {
            pod.close();
            gitlab.close();
            try (var files = Files.walk(root)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void mayReadTheScriptWriteToTheCheckoutAndUseGitThere() throws Exception {
        String sha = repositories.repository("project", "src/README.md", "hello\n");
        TestJob job = new TestJob(
                        "cat src/README.md \"$CONFIG\"",
                        "echo changed >src/README.md; echo new >src/new; mkdir -p build; echo 1 >build/out",
                        "git status --short",
                        "umask")
                .variable("GIT_STRATEGY", "clone")
                .file("CONFIG", "config\n");
        job.git().put("repo_url", gitlab.url() + "/group/project.git").put("sha", sha);
        job.artifact("always", "build/");
        Files.write(root.resolve("job.json"), AgentJson.write(job.at(gitlab.url())));
        pod.build(SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups");

        Process agent = pod.agentProcess();

        assertThat(agent.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(pod.termination().reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("hello\n", "config\n", "?? src/new", "0022\n")
                .doesNotContain("dubious");
        assertThat(gitlab.uploads()).hasSize(1);
    }
}
