package dev.ondes.playground.gitlab.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

/** Pipelines from their file to their end, without HTTP: jobs are taken and ended by hand. */
class PipelineFlowTest {
    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private GitLabState state;
    private PipelineFlow flow;
    private JobQueue queue;
    private RunningJobs running;
    private Project project;
    private Runner runner;

    @BeforeEach
    void start() {
        state = new GitLabState(clock, folder, Limits.DOCUMENTED);
        flow = new PipelineFlow(state);
        queue = new JobQueue(state, flow);
        running = new RunningJobs(state, flow);
        project = state.createProject("group/project");
        runner = state.locked(() -> state.createRunner("glrt-", RunnerSpec.instance("any", List.of())));
    }

    private Pipeline pipeline(String ciFile) {
        var commit = new Commit("a".repeat(40), "Change", "Change", "A", "a@b.c", Instant.EPOCH);
        return state.locked(() -> flow.create(
                project,
                new Pipeline.Origin("main", false, "0".repeat(40), commit, "push", List.of()),
                ciFile,
                _ -> Optional.empty()));
    }

    private Job take(String... features) {
        ObjectNode info = Json.object();
        for (String feature : features) {
            info.withObject("/features").put(feature, true);
        }
        return state.locked(() -> {
            RunnerManager manager = runner.contacted("s_1", info, clock.instant());
            return queue.next(runner, manager, info.path("features")).orElseThrow();
        });
    }

    private void succeed(Job job) {
        state.locked(() -> {
            running.update(job, Json.object().put("state", "success"));
        });
    }

    private void fail(Job job, String reason, Integer exitCode) {
        state.locked(() -> {
            running.update(
                    job,
                    Json.object()
                            .put("state", "failed")
                            .put("failure_reason", reason)
                            .put("exit_code", exitCode));
        });
    }

    private static Map<String, CiStatus> statuses(Pipeline pipeline) {
        var statuses = new LinkedHashMap<String, CiStatus>();
        pipeline.latest().forEach(job -> statuses.put(job.definition().name(), job.status()));
        return statuses;
    }

    private static final String TWO_STAGES = """
            one: {script: echo, stage: build}
            two: {script: echo, stage: test}
            """;

    @Test
    void startsAStageWhenTheOneBeforeHasSucceeded() {
        Pipeline pipeline = pipeline(TWO_STAGES);
        assertThat(statuses(pipeline)).isEqualTo(Map.of("one", CiStatus.PENDING, "two", CiStatus.CREATED));

        succeed(take());

        assertThat(statuses(pipeline)).isEqualTo(Map.of("one", CiStatus.SUCCESS, "two", CiStatus.PENDING));
        assertThat(pipeline.status()).isEqualTo(CiStatus.RUNNING);
        succeed(take());
        assertThat(pipeline.status()).isEqualTo(CiStatus.SUCCESS);
        assertThat(pipeline.warnings()).isFalse();
    }

    @Test
    void skipsWhatComesAfterAFailure() {
        Pipeline pipeline = pipeline(TWO_STAGES);

        fail(take(), "script_failure", 7);

        assertThat(statuses(pipeline)).isEqualTo(Map.of("one", CiStatus.FAILED, "two", CiStatus.SKIPPED));
        assertThat(pipeline.status()).isEqualTo(CiStatus.FAILED);
        assertThat(pipeline.latest().getFirst().state().exitCode()).isEqualTo(7);
    }

    @Test
    void goesOnWithAWarningWhenAJobMayFail() {
        Pipeline pipeline = pipeline("""
                one: {script: echo, stage: build, allow_failure: true}
                two: {script: echo, stage: test}
                """);

        fail(take(), "script_failure", 1);
        succeed(take());

        assertThat(pipeline.status()).isEqualTo(CiStatus.SUCCESS);
        assertThat(pipeline.warnings()).isTrue();
    }

    @Test
    void allowsFailureOnlyWithTheExitCodesNamed() {
        String file = "one: {script: echo, allow_failure: {exit_codes: [3]}}";
        Pipeline wrongCode = pipeline(file);
        fail(take("return_exit_code"), "script_failure", 2);
        Pipeline rightCode = pipeline(file);
        fail(take("return_exit_code"), "script_failure", 3);

        assertThat(wrongCode.status()).isEqualTo(CiStatus.FAILED);
        assertThat(rightCode.status()).isEqualTo(CiStatus.SUCCESS);
    }

    @Test
    void startsAJobByItsNeedsWithoutWaitingForStages() {
        Pipeline pipeline = pipeline("""
                slow: {script: echo, stage: build}
                quick: {script: echo, stage: build}
                after-quick: {script: echo, stage: test, needs: [quick]}
                at-once: {script: echo, stage: deploy, needs: []}
                """);
        assertThat(statuses(pipeline))
                .containsEntry("at-once", CiStatus.PENDING)
                .containsEntry("after-quick", CiStatus.CREATED);
        assertThat(take().definition().name()).isEqualTo("slow");

        succeed(take());

        assertThat(statuses(pipeline))
                .containsEntry("slow", CiStatus.RUNNING)
                .containsEntry("after-quick", CiStatus.PENDING);
    }

    @Test
    void makesANewJobInTheSamePipelineForARetry() {
        Pipeline pipeline = pipeline("one: {script: echo, retry: {max: 1, when: runner_system_failure}}");
        Job first = take();

        fail(first, "runner_system_failure", null);

        Job second = pipeline.latest().getFirst();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.status()).isEqualTo(CiStatus.PENDING);
        assertThat(second.retries()).isEqualTo(1);
        assertThat(first.retried()).isTrue();
        fail(take(), "runner_system_failure", null);
        assertThat(pipeline.latest()).containsExactly(second);
        assertThat(pipeline.status()).isEqualTo(CiStatus.FAILED);
    }

    @Test
    void retriesForAnExitCodeAlone() {
        Pipeline listed =
                pipeline("one: {script: echo, retry: {max: 1, when: runner_system_failure, exit_codes: [4]}}");
        fail(take(), "script_failure", 4);
        Pipeline other = pipeline("one: {script: echo, retry: {max: 1, exit_codes: 4}}");
        take();

        fail(take(), "script_failure", 1);

        assertThat(listed.jobs()).hasSize(2);
        assertThat(other.jobs()).hasSize(1);
    }

    @Test
    void doesNotRetryForAnotherReason() {
        Pipeline pipeline = pipeline("one: {script: echo, retry: {max: 2, when: runner_system_failure}}");

        fail(take(), "script_failure", 1);

        assertThat(pipeline.jobs()).hasSize(1);
        assertThat(pipeline.status()).isEqualTo(CiStatus.FAILED);
    }

    @Test
    void waitsForAManualJobThatMustNotFailAndPassesOneThatMay() {
        Pipeline blocking = pipeline("""
                gate: {script: echo, stage: build, when: manual, allow_failure: false}
                after: {script: echo, stage: test}
                """);
        Pipeline optional = pipeline("""
                gate: {script: echo, stage: build, when: manual}
                after: {script: echo, stage: test}
                """);

        assertThat(blocking.status()).isEqualTo(CiStatus.MANUAL);
        assertThat(statuses(blocking)).isEqualTo(Map.of("gate", CiStatus.MANUAL, "after", CiStatus.CREATED));
        assertThat(statuses(optional)).isEqualTo(Map.of("gate", CiStatus.MANUAL, "after", CiStatus.PENDING));
        state.locked(() -> flow.play(blocking.latest().getFirst()));
        assertThat(statuses(blocking)).containsEntry("gate", CiStatus.PENDING);
    }

    @Test
    void runsJobsOfFailureOnlyAfterOne() {
        Pipeline pipeline = pipeline("""
                one: {script: echo, stage: build}
                repair: {script: echo, stage: test, when: on_failure}
                clean: {script: echo, stage: test, when: always}
                """);

        fail(take(), "script_failure", 1);

        assertThat(statuses(pipeline))
                .containsEntry("repair", CiStatus.PENDING)
                .containsEntry("clean", CiStatus.PENDING);
    }

    @Test
    void cancelsGracefullyOnlyWhereTheRunnerCan() {
        pipeline("one: {script: echo}\ntwo: {script: echo}\n");
        Job graceful = take("cancel_gracefully");
        state.locked(() -> flow.cancel(graceful, false));
        assertThat(graceful.status()).isEqualTo(CiStatus.CANCELING);

        fail(graceful, "job_canceled", null);

        assertThat(graceful.status()).isEqualTo(CiStatus.CANCELED);
    }

    @Test
    void cancelsAtOnceWhereTheManagerWasMadeByARequestThatSaidNothing() {
        pipeline("one: {script: echo}");
        state.locked(() -> {
            runner.contacted("s_1", Json.object().path("info"), clock.instant());
        });
        Job job = take("cancel_gracefully");

        state.locked(() -> flow.cancel(job, false));

        assertThat(job.status()).isEqualTo(CiStatus.CANCELED);
    }

    @Test
    void givesSkippedJobsAnotherChanceWhenTheFailedOneIsRetried() {
        Pipeline pipeline = pipeline(TWO_STAGES);
        Job failed = take();
        fail(failed, "script_failure", 1);

        state.locked(() -> {
            flow.retry(failed);
        });

        assertThat(statuses(pipeline)).isEqualTo(Map.of("one", CiStatus.PENDING, "two", CiStatus.CREATED));
        succeed(take());
        succeed(take());
        assertThat(pipeline.status()).isEqualTo(CiStatus.SUCCESS);
    }

    @Test
    void failsAJobThatTheRunnerCanNotDoAndGoesOnWithTheNext() {
        Pipeline pipeline = pipeline("""
                one: {script: echo, artifacts: {paths: [x], exclude: [y]}}
                two: {script: echo}
                """);

        Job job = take();

        assertThat(job.definition().name()).isEqualTo("two");
        assertThat(pipeline.latest().getFirst().state().failureReason()).isEqualTo("runner_unsupported");
    }

    @Test
    void matchesTagsAndUntaggedJobs() {
        pipeline("tagged: {script: echo, tags: [linux, arm]}\nplain: {script: echo}\n");
        Runner linux = state.createRunner("glrt-", RunnerSpec.instance("linux", List.of("linux")));
        Runner arm = state.createRunner("glrt-", RunnerSpec.instance("arm", List.of("arm", "linux", "fast")));

        assertThat(queue.size(linux)).isZero();
        assertThat(queue.size(arm)).isEqualTo(1);
        assertThat(queue.size(runner)).isEqualTo(1);
    }

    @Test
    void changesTheQueueValueOfRunnersThatCouldTakeANewJobAndOfNoOther() {
        Runner other = state.createRunner("glrt-", RunnerSpec.instance("other", List.of("other")));
        String before = runner.queueValue();
        String otherBefore = other.queueValue();

        pipeline("one: {script: echo}");

        assertThat(runner.queueValue()).isNotEqualTo(before);
        assertThat(other.queueValue()).isEqualTo(otherBefore);
    }

    @Test
    void dropsARunningJobThatNobodyUpdates() {
        pipeline("one: {script: echo, timeout: 3h}");
        Job job = take();
        clock.add(Duration.ofMinutes(59));
        state.locked(running::enforceClocks);
        assertThat(job.status()).isEqualTo(CiStatus.RUNNING);

        clock.add(Duration.ofMinutes(1));
        state.locked(running::enforceClocks);

        assertThat(job.state().failureReason()).isEqualTo("no_updates_running");
    }

    @Test
    void dropsAJobAQuarterOfAnHourAfterItsTimeout() {
        pipeline("one: {script: echo, timeout: 10 minutes}");
        Job job = take();
        clock.add(Duration.ofMinutes(25));

        state.locked(running::enforceClocks);

        assertThat(job.state().failureReason()).isEqualTo("server_timeout_running");
    }

    @Test
    void dropsAJobThatWaitsForARunnerTooLong() {
        Pipeline pipeline = pipeline("hopeless: {script: echo, tags: [none]}\nhopeful: {script: echo}\n");
        clock.add(Duration.ofHours(1));

        state.locked(running::enforceClocks);

        assertThat(statuses(pipeline)).isEqualTo(Map.of("hopeless", CiStatus.FAILED, "hopeful", CiStatus.PENDING));
        assertThat(pipeline.latest().getFirst().state().failureReason()).isEqualTo("stuck_pending_no_matching_runners");
    }

    @Test
    void takesTheShorterOfTheTimeoutsOfJobAndRunner() {
        pipeline("one: {script: echo, timeout: 2h}");
        RunnerSpec spec = runner.spec();
        state.locked(() -> state.changeRunner(
                runner,
                new RunnerSpec(
                        spec.type(),
                        spec.projects(),
                        null,
                        "short",
                        List.of(),
                        true,
                        false,
                        false,
                        "not_protected",
                        Duration.ofMinutes(20))));

        assertThat(take().state().on().timeout()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void cancelsAnOlderPipelineOfTheRefWhereTheProjectWantsThat() {
        project.cancelsRedundant(true);
        Pipeline older = pipeline("one: {script: echo, interruptible: true}");
        take();

        pipeline("one: {script: echo}");

        assertThat(older.status()).isEqualTo(CiStatus.CANCELED);
    }

    @Test
    void keepsAPipelineInWhichAJobRunsThatMustNotBeInterrupted() {
        project.cancelsRedundant(true);
        Pipeline older = pipeline("one: {script: echo}");
        take();

        pipeline("one: {script: echo}");

        assertThat(older.status()).isEqualTo(CiStatus.RUNNING);
    }

    @Test
    void failsAPipelineWhoseFileCanNotBeRead() {
        Pipeline pipeline = pipeline("one: {script: echo, rules: []}");

        assertThat(pipeline.status()).isEqualTo(CiStatus.FAILED);
        assertThat(pipeline.yamlErrors()).isEqualTo(".gitlab-ci.yml:1: unknown keyword 'rules' in job 'one'");
        assertThat(pipeline.jobs()).isEmpty();
    }
}
