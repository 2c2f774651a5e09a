package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are stopped: by GitLab, by a time limit, by the end of their pod. */
class StopIT extends WithPod {
    /** A script that tells its process id, a child's as well, and then takes its time. */
    private static TestJob slow() {
        return new TestJob("echo $$ >script.pid", "sleep 301 & echo $! >child.pid", "echo running", "sleep 300")
                .step("after_script", "always", "echo after $CI_JOB_STATUS");
    }

    private boolean lives(String file) throws Exception {
        Path stat =
                Path.of("/proc", Files.readString(pod.project().resolve(file)).strip(), "stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    @ParameterizedTest
    @EnumSource
    void stopsTheScriptAndStillRunsAfterScriptAndUploadsWhenTheJobIsCanceled(BuildImage image) throws Exception {
        use(image);
        TestJob job = slow();
        job.artifact("always", "script.pid");
        var running = pod.build().start(job);
        awaitLog("running\n");

        gitlab.status("canceling");

        AgentReport report = running.get(40, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.CANCELED);
        assertThat(report.reported()).isTrue();
        assertThat(gitlab.log()).contains("after canceled");
        assertThat(gitlab.uploads()).hasSize(1);
        assertThat(gitlab.status()).isEqualTo("canceled");
        assertThat(gitlab.finalBody()).contains("\"unknown_failure\"");
        assertThat(lives("script.pid")).isFalse();
        assertThat(lives("child.pid")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void killsAllAtOnceAndUploadsNothingWhenGitLabNoLongerRunsTheJob(BuildImage image) throws Exception {
        use(image);
        TestJob job = slow();
        job.artifact("always", "script.pid");
        var running = pod.build().start(job);
        awaitLog("running\n");

        gitlab.status("canceled");

        AgentReport report = running.get(40, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.JOB_GONE);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isTrue();
        assertThat(gitlab.uploads()).isEmpty();
        assertThat(gitlab.finalBody()).isEmpty();
        assertThat(lives("script.pid")).isFalse();
        assertThat(lives("child.pid")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void leavesItToTheSchedulerWhatTheEndOfAScriptMeansThatIsKilledInAPodThatEnds(String signal) throws Exception {
        // Given
        var running = pod.build().start(killsItself(signal));
        awaitLog("running\n");
        pod.agent().podEnds();

        // When
        Files.createFile(pod.project().resolve("go-on"));

        // Then
        assertCutOff(running.get(40, TimeUnit.SECONDS));
    }

    /** As a machine goes down that kills process by process. */
    @Test
    void leavesItToTheSchedulerAlsoWhereTheScriptIsKilledAMomentBeforeTheAgent() throws Exception {
        // Given
        var running = pod.build().start(killsItself("KILL"));
        awaitLog("running\n");
        Files.createFile(pod.project().resolve("go-on"));
        await().until(() -> Files.exists(pod.shared().resolve(PodLayout.EXIT)));

        // When
        pod.agent().podEnds();

        // Then
        assertCutOff(running.get(40, TimeUnit.SECONDS));
    }

    private static TestJob killsItself(String signal) {
        return new TestJob("echo running", "until [ -e go-on ]; do sleep 0.05; done", "kill -" + signal + " $$");
    }

    private void assertCutOff(AgentReport report) throws Exception {
        assertThat(report.reason()).isEqualTo(EndReason.BUILD_CONTAINER_LOST);
        assertThat(report.reported()).isFalse();
        assertThat(report.leftOpen()).isTrue();
        assertThat(report.scriptStarted()).isTrue();
        assertThat(gitlab.status()).isEqualTo("running");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
    }

    @Test
    void aScriptThatWasKilledInAPodThatLivesOnHasFailed() throws Exception {
        AgentReport report = pod.build().run(new TestJob("echo running", "kill -KILL $$"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(137);
        assertThat(report.reported()).isTrue();
    }

    @Test
    void killsAScriptThatIsDeafToTerm() throws Exception {
        var running = pod.build()
                .start(new TestJob("trap '' TERM", "echo $$ >script.pid", "echo running", "while :; do sleep 1; done"));
        awaitLog("running\n");

        gitlab.status("canceling");

        assertThat(running.get(40, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.CANCELED);
        assertThat(lives("script.pid")).isFalse();
    }

    @Test
    void endsTheJobAtItsTimeoutAndRunsNothingMore() throws Exception {
        TestJob job = slow().timeout(2);
        job.artifact("always", "script.pid");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.JOB_TIMEOUT);
        assertThat(gitlab.finalBody()).contains("\"job_execution_timeout\"");
        assertThat(gitlab.log()).doesNotContain("after failed").contains("longer than its timeout");
        assertThat(gitlab.uploads()).isEmpty();
        assertThat(lives("script.pid")).isFalse();
    }

    @Test
    void aPreparationThatHangsEndsWithTheJobsTimeout() throws Exception {
        TestJob job = new TestJob("echo never").timeout(5).hook("pre_get_sources_script", "echo hangs; sleep 600");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.JOB_TIMEOUT);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(gitlab.log())
                .contains("O hangs", "The job took longer than its timeout (before the script began)")
                .doesNotContain("never");
    }

    @Test
    void aDownloadThatHangsEndsWithTheJobsTimeout() throws Exception {
        gitlab.archive(4700, new byte[] {1});
        gitlab.hang(request -> request.method().equals("GET"));

        AgentReport report =
                pod.build().run(new TestJob("echo never").timeout(5).dependency(4700, "token-of-4700"));

        assertThat(report.reason()).isEqualTo(EndReason.JOB_TIMEOUT);
        assertThat(report.reported()).isTrue();
    }

    @Test
    void runsAfterScriptWhereOnlyTheScriptsOwnLimitWasReached() throws Exception {
        TestJob job = slow().variable("RUNNER_SCRIPT_TIMEOUT", "1s");
        job.artifact("on_failure", "script.pid");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.JOB_TIMEOUT);
        assertThat(gitlab.log()).contains("after failed");
        assertThat(gitlab.uploads()).hasSize(1);
    }

    @Test
    void stopsAnAfterScriptThatTakesTooLong() throws Exception {
        AgentReport report = pod.build()
                .run(new TestJob("echo done")
                        .variable("RUNNER_AFTER_SCRIPT_TIMEOUT", "1s")
                        .step("after_script", "always", "sleep 300"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("after_script took longer than its limit");
    }

    /** A script that fails, a step that is passed over then, and an after_script. */
    private static TestJob failing(String... afterScript) {
        return new TestJob("exit 3")
                .step("release", "on_success", "echo never")
                .step("after_script", "always", afterScript);
    }

    @Test
    void showsTheLogOfAnAfterScriptAsItComesThoughAStepBeforeItIsPassedOver() throws Exception {
        var running = pod.build().start(failing("echo after", "until [ -e go-on ]; do sleep 0.05; done"));

        awaitLog("after\n");

        Files.createFile(pod.project().resolve("go-on"));
        AgentReport report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(gitlab.log()).contains("Running after_script").doesNotContain("release");
    }

    @Test
    void stopsAnAfterScriptThatTakesTooLongThoughAStepBeforeItIsPassedOver() throws Exception {
        TestJob job = failing("sleep 300").timeout(20).variable("RUNNER_AFTER_SCRIPT_TIMEOUT", "1s");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(gitlab.log()).contains("after_script took longer than its limit");
    }

    @Test
    void theScriptsOwnLimitIsNoLimitOfAnAfterScriptThoughAStepBeforeItIsPassedOver() throws Exception {
        AgentReport report = pod.build().run(failing("sleep 4").variable("RUNNER_SCRIPT_TIMEOUT", "3s"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(3);
    }

    @Test
    void neverOpensTheGateOfAJobThatGitLabNoLongerRuns() throws Exception {
        gitlab.status("canceled");

        AgentReport report = pod.build().run(slow());

        assertThat(report.reason()).isEqualTo(EndReason.JOB_GONE);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
        assertThat(gitlab.traceBytes()).isEmpty();
    }

    @Test
    void reportsAJobThatWasCanceledBeforeItsScriptBegan() throws Exception {
        gitlab.status("canceling");

        AgentReport report = pod.build().run(slow());

        assertThat(report.reason()).isEqualTo(EndReason.CANCELED);
        assertThat(report.scriptStarted()).isFalse();
        assertThat(gitlab.status()).isEqualTo("canceled");
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
    }

    @Test
    void leavesNoReportWhenThePodGoesAwayBeforeTheScriptBegan() throws Exception {
        var running = pod.start(slow());
        awaitLog("Skipping Git");

        pod.agent().podEnds();

        assertThat(running.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(pod.hasTermination()).isFalse();
        assertThat(gitlab.status()).isEqualTo("running");
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void letsTheScriptGoOnWhenThePodGoesAwayAndSendsTheLogAtOnce() throws Exception {
        var running = pod.build().start(new TestJob("echo running", "sleep 2", "echo ended"));
        awaitLog("running\n");

        pod.agent().podEnds();

        AgentReport report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.status()).isEqualTo("success");
    }

    @Test
    void asksGitLabAtOnceWhyThePodGoesAway() throws Exception {
        var running = pod.build().start(slow());
        awaitLog("running\n");
        gitlab.status("canceled");

        pod.agent().podEnds();

        assertThat(running.get(20, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.JOB_GONE);
    }

    @Test
    void leavesTheReportingToOthersWhenTheBuildContainerIsGone() throws Exception {
        var running = pod.build().start(slow());
        awaitLog("running\n");
        pod.close();

        pod.agent().podEnds();

        AgentReport report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.BUILD_CONTAINER_LOST);
        assertThat(report.reported()).isFalse();
        assertThat(report.scriptStarted()).isTrue();
        assertThat(gitlab.status()).isEqualTo("running");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
    }
}
