package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.agent.FakeGitLab.Fault;
import dev.ondes.agent.FakeGitLab.Seen;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.LogFence;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GitLab fails, answers get lost, somebody else writes to the log: it has neither gap nor repetition, the script runs once. */
class OutageIT extends WithPod {
    /** What pads each of the agent's own lines. */
    private static final String INVISIBLE = "\u001b[m";

    private static boolean isPatch(Seen request) {
        return request.method().equals("PATCH");
    }

    private static boolean isFinal(Seen request) {
        return request.method().equals("PUT") && !request.body().contains("\"running\"");
    }

    private void assertThatTheLogIsWhole() {
        var expected = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            expected.append("line ").append(i).append('\n');
        }
        assertThat(gitlab.log()).containsOnlyOnce(expected).containsOnlyOnce("Job succeeded");
    }

    private static TestJob sixtyLines() {
        return new TestJob("for i in $(seq 1 60); do echo line $i; sleep 0.02; done")
                .variable("FF_TIMESTAMPS", "false");
    }

    @ParameterizedTest
    @EnumSource
    void bringsTheWholeLogThroughFaultsOfEachKind(Fault fault) throws Exception {
        var random = new Random(7);
        gitlab.fail(fault, fault.slow() ? 2 : 12, request -> isPatch(request) && random.nextInt(3) > 0);

        AgentReport report = pod.build().run(sixtyLines());

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThatTheLogIsWhole();
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheEndThroughFaultsOfEachKind(Fault fault) throws Exception {
        gitlab.fail(fault, fault.slow() ? 2 : 3, OutageIT::isFinal);

        AgentReport report = pod.build().run(sixtyLines());

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.reported()).isTrue();
        assertThat(gitlab.status()).isEqualTo("success");
    }

    @Test
    void leavesTheReportToPodSchedulerWhereGitLabStaysAway() throws Exception {
        gitlab.fail(Fault.BAD_GATEWAY, Integer.MAX_VALUE, OutageIT::isFinal);

        AgentReport report = pod.build().run(sixtyLines());

        assertThat(report.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(report.reported()).isFalse();
        assertThat(pod.termination()).isEqualTo(report);
    }

    @Test
    void waitsWhileGitLabStoresTheLog() throws Exception {
        gitlab.persistSlowly(3);

        AgentReport report = pod.build().run(sixtyLines());

        assertThat(report.reported()).isTrue();
        assertThat(gitlab.seen()).filteredOn(OutageIT::isFinal).hasSize(4);
    }

    @Test
    void sendsTheLogAgainWhereGitLabLostIt() throws Exception {
        gitlab.loseTheLog(1);

        AgentReport report = pod.build().run(sixtyLines());

        assertThat(report.reported()).isTrue();
        assertThatTheLogIsWhole();
        assertThat(gitlab.finalBody()).contains("\"bytesize\":" + gitlab.traceBytes().length);
    }

    /** Each of the two commands writes more than GitLab's chunk holds. */
    @Test
    void goesOnWhereGitLabStoredAPieceInPartBeforeAndAfterTheGate() throws Exception {
        gitlab.failBetweenChunks();
        TestJob job = new TestJob("seq -f %0200.0f 3001 4000")
                .variable("FF_TIMESTAMPS", "false")
                .hook("pre_get_sources_script", "seq -f %0200.0f 1001 2000");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(report.detail()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log().replace(INVISIBLE, "").lines().filter(line -> line.matches("0{196}\\d{4}")))
                .containsExactlyElementsOf(IntStream.concat(IntStream.range(1001, 2001), IntStream.range(3001, 4001))
                        .mapToObj("%0200d"::formatted)
                        .toList());
    }

    @Test
    void sendsAgainWhatGitLabLostOfTheLogsEnd() throws Exception {
        var running = pod.build()
                .start(new TestJob(
                                "echo first",
                                "until [ -e go-on ]; do sleep 0.05; done",
                                "echo second",
                                "until [ -e end ]; do sleep 0.05; done",
                                "echo third")
                        .variable("FF_TIMESTAMPS", "false"));
        awaitLog("first\n");
        int size = gitlab.sizes().getLast();
        Files.createFile(pod.project().resolve("go-on"));
        awaitLog("second\n");

        gitlab.loseTheLogsEnd(size);

        Files.createFile(pod.project().resolve("end"));
        assertThat(running.get(30, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .containsOnlyOnce("\nfirst\n")
                .containsOnlyOnce("\nsecond\n")
                .containsOnlyOnce("\nthird\n")
                .containsOnlyOnce("Job succeeded");
    }

    @Test
    void keepsTheGateShutUntilGitLabHasAcknowledged() throws Exception {
        gitlab.fail(Fault.BAD_GATEWAY, 8, OutageIT::isPatch);
        var running = pod.build().start(sixtyLines());

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    boolean acknowledged = LogFence.read(0, gitlab.traceBytes().length) == LogFence.GATE_OPEN;
                    boolean open = Files.exists(pod.shared().resolve("gate"));
                    assertThat(open && gitlab.traceBytes().length == 0).isFalse();
                    return acknowledged && open;
                });
        assertThat(running.get(30, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThatTheLogIsWhole();
    }

    @Test
    void neverRunsAScriptThatSomebodyElseHasTakenOver() throws Exception {
        var running = pod.start(sixtyLines());
        awaitLog("Skipping Git");
        gitlab.write("taken over" + LogFence.TAKEN_OVER.padding(0, gitlab.traceBytes().length + "taken over".length()));
        byte[] taken = gitlab.traceBytes();

        pod.build();

        AgentReport report = running.get(20, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.JOB_GONE);
        assertThat(report.reported()).isTrue();
        assertThat(report.scriptStarted()).isFalse();
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
        assertThat(gitlab.traceBytes()).isEqualTo(taken);
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void stopsAScriptThatSomebodyElseHasTakenOver() throws Exception {
        var running = pod.build().start(new TestJob("echo running", "while :; do echo more; sleep 0.1; done"));
        awaitLog("running\n");

        gitlab.write("xx");

        AgentReport report = running.get(30, TimeUnit.SECONDS);
        assertThat(report.reason()).isEqualTo(EndReason.JOB_GONE);
        assertThat(gitlab.log()).endsWith("xx");
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void showsThatItLivesWhileTheLogIsSilent() throws Exception {
        pod.build().run(new TestJob("sleep 2"));

        assertThat(gitlab.seen())
                .filteredOn(request ->
                        request.method().equals("PUT") && request.body().contains("\"running\""))
                .hasSizeGreaterThan(3);
    }

    @Test
    void triesTheFirstCallUntilGitLabAnswers() throws Exception {
        gitlab.fail(Fault.BAD_GATEWAY, 4, request -> request.method().equals("PUT"));

        assertThat(pod.build().run(sixtyLines()).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }
}
