package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build container's own command, told to end: TERM, as a kubelet says it. */
class BuildCommandTest {
    @TempDir
    Path shared;

    private Process build;

    @BeforeEach
    void start() throws Exception {
        var builder = new ProcessBuilder("sh", "-c", PodLayout.BUILD_COMMAND).inheritIO();
        builder.environment().put(PodLayout.DIR_VARIABLE, shared.toString());
        build = builder.start();
        await().until(() -> Files.exists(shared.resolve(PodLayout.BUILD_READY)));
    }

    @AfterEach
    void end() {
        build.descendants().forEach(ProcessHandle::destroyForcibly);
        build.destroyForcibly();
    }

    @Test
    void endsWhereTheScriptHasNotBegun() throws Exception {
        build.destroy();

        assertThat(build.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(build.exitValue()).isEqualTo(143);
    }

    @Test
    void letsAScriptThatHasBegunFinish() throws Exception {
        Files.writeString(shared.resolve(PodLayout.SCRIPT), """
                : >"$d/begun"
                until [ -e "$d/go-on" ]; do sleep 0.05; done
                exit 7
                """);
        Files.createFile(shared.resolve(PodLayout.GATE));
        await().until(() -> Files.exists(shared.resolve("begun")));

        build.destroy();
        // Its handler has run once the loop goes on: a shell runs it between two commands.
        Files.createFile(shared.resolve("go-on"));

        assertThat(build.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(build.exitValue()).isEqualTo(7);
    }
}
