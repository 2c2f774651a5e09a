package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jobs whose node is said to go away. */
class NoticeIT extends WithPod {
    private static final String GO_ON = "until [ -e go-on ]; do sleep 0.05; done";

    @Test
    void tellsTheUserInTheMiddleOfTheScriptsOutput() throws Exception {
        // Given
        var running = pod.build().start(new TestJob("printf 'half a line'", GO_ON, "echo ' and its rest'"));
        awaitLog("half a line");

        // When
        pod.notice("finish", "This node goes away; the job goes on");
        awaitLog("WARNING: This node goes away; the job goes on");

        // Then
        Files.createFile(pod.project().resolve("go-on"));
        AgentReport report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.reported()).isTrue();
        assertThat(gitlab.log()).containsOnlyOnce("This node goes away").contains(" and its rest");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
    }

    @Test
    void stopsAScriptThatRunsAgainElsewhereAndLeavesNoReport() throws Exception {
        // Given
        var running = pod.build().start(new TestJob("echo $$ >script.pid", "echo running", "sleep 300"));
        awaitLog("running\n");
        pod.notice("move-now", "");

        // When
        pod.agent().podEnds();

        // Then
        assertThat(running.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(pod.hasTermination()).isFalse();
        assertThat(gitlab.status()).isEqualTo("running");
        assertThat(gitlab.log()).contains("The script was stopped, since its node goes away");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
        Path script = Path.of(
                "/proc", Files.readString(pod.project().resolve("script.pid")).strip());
        assertThat(script).doesNotExist();
    }

    @Test
    void aFileThatSaysNothingReadableChangesNothing() throws Exception {
        Files.writeString(root.resolve("notice"), "not JSON");

        AgentReport report = pod.build().run(new TestJob("echo ran"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }
}
