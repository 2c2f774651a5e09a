package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.net.Proxies;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.CacheAccess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing is reached but by a proxy, which pod-scheduler names in the container's environment. */
class ProxyIT {
    @TempDir
    Path root;

    /** The program that starts another with these proxies, and with none that the machine has. */
    private static String[] with(Proxies proxies) {
        List<String> command = new ArrayList<>(
                List.of("env", "-u", "https_proxy", "-u", "no_proxy", "-u", "NO_PROXY", "-u", "GIT_SSL_CAINFO"));
        proxies.variables().forEach((name, value) -> command.add(name + "=" + value));
        return command.toArray(String[]::new);
    }

    private static void end(Process agent) throws Exception {
        try {
            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).as("the agent ends").isTrue();
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void leadsTheAgentAndItsGitToGitLabAndItsCachesToTheirStore() throws Exception {
        var certificate = PrivateAuthority.in(root);
        try (var proxy = new SmallProxy();
                var gitlab = new FakeGitLab(certificate);
                var pod = new TestPod(root, gitlab)) {
            // Given
            var repositories = new GitServer(Files.createDirectories(root.resolve("repositories")));
            gitlab.serve("/group", repositories::handle);
            String sha = repositories.repository("project", "README.md", "hello by proxy\n");
            var stored = new CompletableFuture<Integer>();
            gitlab.serve("/bucket", exchange -> {
                stored.complete(exchange.getRequestBody().readAllBytes().length);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            String host = PrivateAuthority.NAME + ":" + gitlab.url().getPort();
            TestJob job = new TestJob("cat README.md").variable("GIT_STRATEGY", "fetch");
            job.git().put("repo_url", "https://" + host + "/group/project.git").put("sha", sha);
            job.cache(
                    new CacheAccess.Granted(
                            "docs",
                            List.of(),
                            URI.create("https://" + host + "/bucket/docs"),
                            Instant.now().plus(Duration.ofHours(1))),
                    "README.md");
            Files.write(root.resolve("job.json"), AgentJson.write(job.at(URI.create("https://" + host))));

            // When
            pod.build();
            end(pod.agentProcess(with(Proxies.by(proxy.address()))));

            // Then
            assertThat(pod.termination().reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
            assertThat(gitlab.log()).contains("hello by proxy\n");
            assertThat(stored).isCompletedWithValueMatching(length -> length > 0);
            assertThat(proxy.asked()).containsExactly(host);
        }
    }

    @Test
    void isPassedByWhereNoProxySaysSo() throws Exception {
        try (var gitlab = new FakeGitLab();
                var pod = new TestPod(root, gitlab)) {
            Files.write(root.resolve("job.json"), AgentJson.write(new TestJob("true").at(gitlab.url())));

            pod.build();
            end(pod.agentProcess(with(Proxies.by("http://127.0.0.1:1").except(List.of("127.0.0.0/8")))));

            assertThat(pod.termination().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        }
    }

    @Test
    void isSaidAtTheStartWhereItCannotBeUsed() throws Exception {
        try (var gitlab = new FakeGitLab();
                var pod = new TestPod(root, gitlab)) {
            end(pod.agentProcess("env", "-u", "https_proxy", "HTTPS_PROXY=http://ci:secret@proxy.example.com:3128"));

            assertThat(Files.readString(root.resolve("agent-log")))
                    .contains("HTTPS_PROXY holds credentials")
                    .doesNotContain("secret");
        }
    }
}
