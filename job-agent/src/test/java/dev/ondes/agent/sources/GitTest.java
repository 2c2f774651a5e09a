package dev.ondes.agent.sources;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLogs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
    @TempDir
    Path directory;

    @Test
    void namesTheVariableThatHelpsWhereASubmoduleIsToComeBySsh() throws Exception {
        var orders = new Orders();
        var child = new Child(orders, orders::checkWhilePreparing);
        Git git = new Git(child, JobLogs.plain(directory), Map.of("PATH", "/nowhere"));
        git.run(directory, "init", "--quiet");

        assertThatThrownBy(() -> git.run(directory, "fetch", "ssh://git@gitlab.example.com/group/lib.git"))
                .isInstanceOf(GitFailedException.class)
                .hasMessageContaining("the agent has no ssh")
                .hasMessageContaining("GIT_SUBMODULE_FORCE_HTTPS");
    }
}
