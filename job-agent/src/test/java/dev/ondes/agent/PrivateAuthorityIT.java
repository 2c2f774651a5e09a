package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GitLab whose certificate is of an authority that only its own installation knows. */
class PrivateAuthorityIT {
    /** Who builds this may have told git an authority of their own. */
    private static final String[] WITHOUT_OUR_OWN = {"env", "-u", "GIT_SSL_CAINFO"};

    @TempDir
    Path root;

    @Test
    void isTrustedByTheAgentByGitAndByTheScript() throws Exception {
        var certificate = PrivateAuthority.in(root);
        try (FakeGitLab gitlab = new FakeGitLab(certificate);
                TestPod pod = new TestPod(root, gitlab)) {
            // Given
            var repositories = new GitServer(Files.createDirectories(root.resolve("repositories")));
            gitlab.serve("/group", repositories::handle);
            String sha = repositories.repository("project", "README.md", "hello by https\n");
            gitlab.archive(4700, Zips.zip("earlier.txt", "from an earlier job\n"));
            TestJob job = new TestJob(
                            "cat README.md earlier.txt \"$CI_SERVER_TLS_CA_FILE\"",
                            "git ls-remote -q " + gitlab.url() + "/group/project.git",
                            "unset GIT_CONFIG_COUNT; git fetch -q origin main")
                    .variable("GIT_STRATEGY", "fetch")
                    .dependency(4700, "token-of-4700");
            job.git().put("repo_url", gitlab.url() + "/group/project.git").put("sha", sha);
            job.artifact("on_success", "README.md");

            Files.write(root.resolve("job.json"), AgentJson.write(job.at(gitlab.url())));

            // When
            pod.build(WITHOUT_OUR_OWN);
            Process agent = pod.agentProcess(WITHOUT_OUR_OWN);

            // Then
            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(pod.termination().reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
            assertThat(gitlab.log())
                    .contains("hello by https\n", "from an earlier job\n", "BEGIN CERTIFICATE", sha + "\tHEAD");
            assertThat(gitlab.uploads()).hasSize(1);
        }
    }

    @Test
    void isSaidAtTheStartWhereItsFileIsMissing() {
        assertThatThrownBy(() -> AgentSettings.of(Map.of(PodLayout.GITLAB_CA_VARIABLE, "/nowhere/ca.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ONDES_GITLAB_CA_FILE names /nowhere/ca.pem, which can't be read: is it mounted into the agent's"
                                + " container?");
    }
}
