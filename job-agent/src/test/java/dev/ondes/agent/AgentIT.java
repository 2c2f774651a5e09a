package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentIT {
    @TempDir
    Path root;

    private FakeGitLab gitlab;
    private TestPod pod;

    @BeforeEach
    void open() throws Exception {
        gitlab = new FakeGitLab();
        pod = new TestPod(root, gitlab);
    }

    @AfterEach
    void close() {
        pod.close();
        gitlab.close();
    }

    @Test
    void runsAScriptAndReportsItsSuccess() throws Exception {
        TestJob job = new TestJob("echo hello $CI_JOB_STATUS", "for i in 1 2; do\necho line $i\ndone")
                .step("after_script", "always", "echo after $CI_JOB_STATUS");

        AgentReport report = pod.build().run(job);

        System.out.println(gitlab.log());
        System.out.println(gitlab.finalBody());
        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.reported()).isTrue();
        assertThat(gitlab.log()).contains("hello running", "line 1\n", "line 2\n", "after success", "Job succeeded");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
    }
}
