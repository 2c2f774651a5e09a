package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.demo.Expectation;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The main job: a real repository's pipeline, from the push to GitLab's log. */
abstract class PipelineScenario extends Scenario {
    PipelineScenario(ClusterKind kind) {
        super(kind);
    }

    @Test
    void runsTheSampleProjectsPipelineAsExpected() throws IOException {
        // Given
        var run = world().push(Home.here().sample());

        // When
        List<CiJob> jobs = world().awaitEnd(run);

        // Then
        assertThat(Expectation.SAMPLE.differences(jobs)).isEmpty();
        CiJob tests = world().job(run, "unit-tests");
        assertThat(world().lines(run, tests))
                .containsSubsequence(
                        "ok     a ring without room is refused",
                        "0 failure(s)",
                        "the tests ended with 'success'",
                        "Job succeeded");
        assertThat(world().lines(run, world().job(run, "style"))).contains("test/ring_test.c:42: 92 characters");
        CiJob packed = world().job(run, "package");
        assertThat(entries(world().gitlab().artifacts(run.project(), packed.id())))
                .containsExactly("ringlog-1.4.tar.gz");
        world().awaitNothingLeft();
    }

    @Test
    void tellsEachJobsWayInEvents() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  script: [exit 7]
                """);

        // When
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("script_failure");
        world().awaitNothingLeft();
        assertThat(world().events().all(PodCreated.class)).anySatisfy(event -> {
            assertThat(event.jobId()).isEqualTo(job.id());
            assertThat(event.attempt()).isEqualTo(1);
        });
        assertThat(world().events().all(JobStarted.class).map(JobStarted::jobId))
                .contains(job.id());
        assertThat(world().events().all(JobFinished.class).filter(end -> end.jobId() == job.id()))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.outcome()).isEqualTo(Outcome.SCRIPT_FAILED);
                    assertThat(end.reason()).isEqualTo(EndReason.SCRIPT_FAILED);
                    assertThat(end.exitCode()).isEqualTo(7);
                    assertThat(end.attempts()).isEqualTo(1);
                    assertThat(end.node()).startsWith("node");
                });
    }

    @Test
    void runsAJobAnewWhoseAnswerFromGitLabGotLost() {
        // Given
        world().fault("""
                {"call": "job-request", "times": 1000, "drop": "after"}
                """);
        var run = world().push("""
                one:
                  tags: [linux]
                  script: [echo one]
                two:
                  tags: [linux]
                  script: [echo two]
                """);

        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> world().jobs(run),
                        assigned -> assigned.size() == 2
                                && assigned.stream()
                                        .allMatch(job -> job.status().equals("running")));

        // When
        world().endFaults();
        List<CiJob> jobs = world().awaitEnd(run);

        // Then
        assertThat(jobs).as("the lost ones stand as canceled").hasSizeGreaterThan(2);
        assertThat(world().withoutLostOnes(jobs))
                .hasSize(2)
                .allSatisfy(job -> assertThat(job.status()).isEqualTo("success"));
        world().awaitNothingLeft();
    }

    @Test
    void stopsACanceledJobButRunsItsAfterScript() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  script:
                    - echo begun
                    - sleep 300
                  after_script: [echo "cleaning up after $CI_JOB_STATUS"]
                """);
        world().awaitLog(run, "job", "begun");

        // When
        world().gitlab().cancel(run.project(), world().job(run, "job").id());

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        assertThat(job.status()).isEqualTo("canceled");
        assertThat(world().lines(run, job)).contains("cleaning up after canceled");
        world().awaitNothingLeft();
    }

    @Test
    void endsAJobThatTakesLongerThanItsTimeout() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  timeout: 3 seconds
                  script: [sleep 300]
                """);

        // When
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("job_execution_timeout");
        assertThat(Duration.between(job.startedAt(), job.finishedAt())).isLessThan(Duration.ofSeconds(60));
        world().awaitNothingLeft();
    }

    @Test
    void tellsTheUserThatTheImageDoesNotExist() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  image: nowhere.invalid/ondes/missing:1
                  script: [echo never]
                """);

        // When
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        assertThat(job.status()).isEqualTo("failed");
        assertThat(world().log(run, job)).contains("image").doesNotContain("never");
        world().awaitNothingLeft();
    }

    static List<String> entries(byte[] zip) throws IOException {
        List<String> names = new ArrayList<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
