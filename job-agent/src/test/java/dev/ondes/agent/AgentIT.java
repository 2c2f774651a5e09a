package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.contracts.pod.Usage;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that come to their own end, in each kind of image. */
class AgentIT extends WithPod {
    @ParameterizedTest
    @EnumSource
    void runsAScriptAndReportsItsSuccess(BuildImage image) throws Exception {
        use(image);
        TestJob job = new TestJob("echo \"hello $CI_JOB_STATUS in $PWD\"", "for i in 1 2; do\necho line $i\ndone")
                .step("after_script", "always", "echo after $CI_JOB_STATUS")
                .note("KUBERNETES_CPU_LIMIT is 2, the most that class small allows");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.exitCode()).isZero();
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isTrue();
        assertThat(report.scriptStartedAt()).isNotNull().isBeforeOrEqualTo(report.scriptFinishedAt());
        assertThat(report.logOffset()).isEqualTo(gitlab.traceBytes().length);
        assertThat(pod.termination()).isEqualTo(report);
        assertThat(gitlab.status()).isEqualTo("success");
        assertThat(gitlab.log())
                .contains("Running with Ondes", "on node-1, pod ondes-small-4711-1", "class small, image debian:12")
                .contains("  KUBERNETES_CPU_LIMIT is 2, the most that class small allows")
                .contains("hello running in " + pod.project(), "line 1\n", "line 2\n", "after success")
                .contains("Job succeeded");
        assertThat(pod.buildProcess().waitFor()).isZero();
    }

    /** As the shell that watches does for a moment after its start: the script of an instant found it so, and never ended. */
    @ParameterizedTest
    @EnumSource
    void endsThoughTheShellsOfTheContainerDoNotHearTerm(BuildImage image) throws Exception {
        use(image);

        AgentReport report = pod.build("/bin/sh", "-c", "trap '' TERM; exec \"$@\"", "sh")
                .start(new TestJob("true"))
                .get(60, TimeUnit.SECONDS);

        assertThat(Objects.requireNonNull(report).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(pod.buildProcess().waitFor()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheExitCodeOfAScriptThatFails(BuildImage image) throws Exception {
        use(image);
        TestJob job = new TestJob("echo before", "sh -c 'exit 42'", "echo never")
                .step("after_script", "always", "echo after $CI_JOB_STATUS");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(42);
        assertThat(gitlab.finalBody()).contains("\"failed\"", "\"script_failure\"", "\"exit_code\":42");
        assertThat(gitlab.log())
                .contains("after failed", "ERROR: Job failed: exit code 42")
                .doesNotContain("never\n");
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheScriptUsedWhereCgroupsAreOfVersionTwo(BuildImage image) throws Exception {
        use(image);
        pod.cgroup(Map.of(
                "cgroup.type", "domain\n",
                "memory.peak", "734003200\n",
                "cpu.stat", "usage_usec 12345678\nuser_usec 1\nnr_periods 200\nnr_throttled 50\nthrottled_usec 7\n"));

        AgentReport report = pod.build().run(new TestJob("exit 3"));

        assertThat(report.usage()).isEqualTo(new Usage(734_003_200L, 12_345_678L, 200L, 50L));
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(pod.termination()).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheScriptUsedWhereCgroupsAreOfVersionOne(BuildImage image) throws Exception {
        use(image);
        pod.cgroup(Map.of(
                "memory/memory.max_usage_in_bytes", "734003200\n",
                "cpuacct/cpuacct.usage", "12345678901\n",
                "cpu/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n"));

        AgentReport report = pod.build().run(new TestJob("true"));

        assertThat(report.usage()).isEqualTo(new Usage(734_003_200L, 12_345_678L, 0L, 0L));
    }

    @Test
    void doesNotTakeTheWholeMachinesUseForTheScripts() throws Exception {
        pod.cgroup(Map.of(
                "memory/memory.max_usage_in_bytes", "16000000000\n",
                "memory/release_agent", "\n",
                "cpu.stat", "usage_usec 99999999999\n"));

        AgentReport report = pod.build().run(new TestJob("true"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.usage()).isNull();
    }

    @Test
    void stopsAtTheFirstStepThatFailsAndObeysWhenStepsRun() throws Exception {
        TestJob job = new TestJob("echo first")
                .step("release", "on_success", "echo release; false")
                .step("more", "on_success", "echo more-output")
                .step("cleanup", "on_failure", "echo cleanup-output");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(gitlab.log())
                .contains("step_release", "cleanup-output", "step_cleanup")
                .doesNotContain("more-output");
    }

    @Test
    void letsAFailedAfterScriptFailTheJobOnlyWhereTheJobWantsIt() throws Exception {
        AgentReport tolerant = pod.build().run(new TestJob("true").step("after_script", "always", "exit 1"));

        assertThat(tolerant.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void failsWithTheAfterScriptWhereItsErrorsCount() throws Exception {
        AgentReport report = pod.build()
                .run(new TestJob("true")
                        .variable("AFTER_SCRIPT_IGNORE_ERRORS", "false")
                        .step("after_script", "always", "exit 5"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(5);
    }

    @Test
    void givesTheScriptItsVariablesAndFilesAndNobodyElseTheSecrets() throws Exception {
        TestJob job = new TestJob("cat \"$CONFIG\"", "echo $GREETING, $SECRET", "echo KEPT=yes >>$GITLAB_ENV")
                .classVariable("PLACE", "class")
                .variable("GREETING", "hello from $PLACE")
                .secret("SECRET", "very-secret-value")
                .file("CONFIG", "file content for $PLACE\n")
                .step("after_script", "always", "echo kept $KEPT");

        pod.build().run(job);

        assertThat(gitlab.log())
                .contains("file content for class\n", "hello from class, [MASKED]\n", "kept yes")
                .doesNotContain("very-secret-value", FakeGitLab.TOKEN);
    }

    @Test
    void sendsTheSizeAndChecksumOfWhatGitLabHas() throws Exception {
        pod.build().run(new TestJob("seq 1 20000"));

        byte[] trace = gitlab.traceBytes();
        var crc = new CRC32();
        crc.update(trace);
        assertThat(gitlab.finalBody())
                .contains("\"bytesize\":" + trace.length)
                .contains("crc32:%08x".formatted(crc.getValue()));
    }

    @Test
    void bringsEachByteOfALongLogOnce() throws Exception {
        TestJob job = new TestJob("seq 1 400000")
                .variable("FF_TIMESTAMPS", "false")
                .classVariable("ONDES_OUTPUT_LIMIT", "8192");

        pod.build().run(job);

        var expected = new StringBuilder();
        for (int i = 1; i <= 400000; i++) {
            expected.append(i).append('\n');
        }
        String log = gitlab.log();
        int from = log.indexOf("\u001b[0;m\n1\n2\n") + 6;
        assertThat(log.substring(from, from + expected.length()).contentEquals(expected))
                .isTrue();
    }

    @Test
    void cutsALogAtItsLimitAndStillSaysHowItEnded() throws Exception {
        pod.build().run(new TestJob("seq 1 5000").classVariable("ONDES_OUTPUT_LIMIT", "4"));

        assertThat(gitlab.log().replace("\u001b[m", ""))
                .contains("exceeded limit of 4096 bytes")
                .endsWith("Job succeeded\u001b[0;m\n");
        assertThat(gitlab.traceBytes().length).isLessThan(4096 + 400);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForWhatTheScriptLeavesBehind(BuildImage image) throws Exception {
        use(image);
        long begin = System.nanoTime();

        AgentReport report = pod.build().run(new TestJob("sleep 300 &", "echo started"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat((System.nanoTime() - begin) / 1_000_000_000).isLessThan(60);
    }

    @Test
    void keepsTheFenceInEachSizeThatTheLogEverHad() throws Exception {
        pod.build().run(new TestJob("for i in $(seq 1 30); do echo $i; sleep 0.02; done"));

        var states = gitlab.sizes().stream()
                .map(size -> LogFence.read(0, size))
                .distinct()
                .toList();
        assertThat(states).isSubsetOf(LogFence.PREPARING, LogFence.GATE_OPEN).endsWith(LogFence.GATE_OPEN);
        assertThat(gitlab.sizes()).hasSizeGreaterThan(4);
    }

    @Test
    void continuesTheLogOfAnEarlierAttemptAndLeavesOutTheChecksum() throws Exception {
        gitlab.write("what attempt 1 had said\n");
        int offset = gitlab.traceBytes().length;

        AgentReport report = pod.build().run(new TestJob("echo second").logOffset(offset));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).startsWith("what attempt 1 had said\n").contains("second");
        assertThat(LogFence.read(offset, gitlab.traceBytes().length)).isEqualTo(LogFence.GATE_OPEN);
        assertThat(gitlab.finalBody()).doesNotContain("crc32");
    }

    @Test
    void waitsForABuildContainerThatComesLate() throws Exception {
        var running = pod.start(new TestJob("echo late"));
        awaitLog("Skipping Git repository setup");
        assertThat(LogFence.read(0, gitlab.traceBytes().length)).isEqualTo(LogFence.PREPARING);
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();

        pod.build();

        assertThat(running.get().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void hintsAtMemoryWhereTheScriptWasKilled() throws Exception {
        AgentReport report = pod.build().run(new TestJob("kill -9 $$"));

        assertThat(report.exitCode()).isEqualTo(137);
        assertThat(gitlab.log()).contains("memory");
    }

    @Test
    void runsHooksAroundTheSources() throws Exception {
        TestJob job = new TestJob("cat order")
                .hook("pre_get_sources_script", "echo pre >>order")
                .hook("post_get_sources_script", "echo post >>order; sleep 300 &");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("pre\n", "post\n");
    }

    @Test
    void failsTheJobWithAHookThatFails() throws Exception {
        AgentReport report = pod.build().run(new TestJob("echo never").hook("post_get_sources_script", "exit 9"));

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(report.exitCode()).isEqualTo(9);
        assertThat(report.scriptStarted()).isFalse();
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
    }

    @Test
    void refusesWhatItCannotDoInsteadOfLeavingItOut() throws Exception {
        TestJob job = new TestJob("echo never");
        ((ObjectNode) job.payload()).put("run", "[{\"name\": \"step\"}]");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(gitlab.log()).contains("the keyword run is not supported");
    }
}
