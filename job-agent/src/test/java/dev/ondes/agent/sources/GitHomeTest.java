package dev.ondes.agent.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real git reads from the configuration. */
class GitHomeTest {
    private static final String GITLAB = "https://gitlab.example.com:8443";

    @TempDir
    Path home;

    private String read(String... question) throws Exception {
        var command = new ArrayList<>(
                List.of("git", "config", "--file", home.resolve(".gitconfig").toString()));
        command.addAll(List.of(question));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        git.waitFor();
        return answer.strip();
    }

    @Test
    void boundsGitsMemory() throws Exception {
        GitHome.make(home, List.of(GITLAB + "/group/project.git"), null, "t0ken", false);

        assertThat(read("--type=int", "core.bigFileThreshold")).isEqualTo("33554432");
        assertThat(read("--type=int", "core.deltaBaseCacheLimit")).isEqualTo("16777216");
        assertThat(read("--type=int", "pack.threads")).isEqualTo("1");
    }

    @Test
    void whatCheckoutsIncludeIsForTheJobsGitLabAloneAndHoldsNoSecret() throws Exception {
        GitHome.writeForScripts(home.resolve(".gitconfig"), List.of(GITLAB + "/group/project.git"), "/ca file.pem");

        assertThat(read("--get-urlmatch", "credential.helper", GITLAB + "/group/other.git"))
                .contains("password=$CI_JOB_TOKEN");
        assertThat(read("--get-urlmatch", "http.sslCAInfo", GITLAB + "/group/other.git"))
                .isEqualTo("/ca file.pem");
        assertThat(read("--get-urlmatch", "credential.helper", "https://github.com/x/y.git"))
                .isEmpty();
    }

    @Test
    void trustsAnAuthorityOfTheJobsGitLabAlone() throws Exception {
        GitHome.make(home, List.of(GITLAB + "/group/project.git"), Path.of("/ca file.pem"), "t0ken", false);

        assertThat(read("--get-urlmatch", "http.sslCAInfo", GITLAB + "/group/other.git"))
                .isEqualTo("/ca file.pem");
        assertThat(read("--get-urlmatch", "http.sslCAInfo", "https://github.com/x/y.git"))
                .isEmpty();
    }
}
