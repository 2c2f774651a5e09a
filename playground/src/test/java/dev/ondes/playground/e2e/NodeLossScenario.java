package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A node vanishes under a job. */
abstract class NodeLossScenario extends Scenario {
    private static final Duration NOTICED = Duration.ofMinutes(2);

    NodeLossScenario(ClusterKind kind) {
        super(kind);
    }

    @Test
    void runsTheJobElsewhereWhenItsNodeVanishesBeforeTheScript() {
        // Given: the sources take long, so that the job has a node and its script has not begun
        world().fault("""
                {"call": "git", "path": "git-upload-pack", "times": 1, "delay": "PT60S"}
                """);
        var run = world().push("""
                job:
                  tags: [linux]
                  retry: {max: 2, when: runner_system_failure}
                  script: [echo "ran once"]
                """);
        CiJob job = await().atMost(NOTICED)
                .until(() -> world().job(run, "job"), it -> it.status().equals("running"));
        String node = await().atMost(NOTICED).until(() -> nodeOf(job), Objects::nonNull);

        // When
        world().cluster().faults().nodeVanishes(node);
        world().endFaults();

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        world().cluster().faults().nodeReturns(node);
        assertThat(jobs).singleElement().satisfies(end -> {
            assertThat(end.id()).isEqualTo(job.id());
            assertThat(end.status()).isEqualTo("success");
        });
        assertThat(world().lines(run, job).stream().filter(line -> line.equals("ran once")))
                .hasSize(1);
        assertThat(world().log(run, job)).contains("attempt 2");
        world().awaitNothingLeft();
        assertThat(world().events().all(JobRescheduled.class).filter(event -> event.jobId() == job.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.attempt()).isEqualTo(1));
    }

    @Test
    void failsTheJobAsASystemFailureWhenItsNodeVanishesAfterTheScriptBegan() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  retry: {max: 1, when: runner_system_failure}
                  script:
                    - echo "begun"
                    - if [ -z "$SECOND" ]; then sleep 20; fi
                """);
        world().awaitLog(run, "job", "begun");
        CiJob first = world().job(run, "job");
        String node = Objects.requireNonNull(nodeOf(first));

        // When
        world().cluster().faults().nodeVanishes(node);

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        world().cluster().faults().nodeReturns(node);
        assertThat(jobs).hasSize(2);
        assertThat(jobs.getFirst().status()).isEqualTo("failed");
        assertThat(jobs.getFirst().failureReason()).isEqualTo("runner_system_failure");
        assertThat(jobs.getLast().status()).isEqualTo("success");
        assertThat(world().log(run, jobs.getFirst())).contains(EndReason.NODE_LOST.sentence());
        world().awaitNothingLeft();
        assertThat(world().events()
                        .all(JobFinished.class)
                        .filter(end -> end.jobId() == jobs.getFirst().id()))
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).isEqualTo(EndReason.NODE_LOST));
    }

    @Test
    void runsTheJobElsewhereWhenItsPodIsEvictedBeforeTheScript() {
        // Given
        world().fault("""
                {"call": "git", "path": "git-upload-pack", "times": 1, "delay": "PT60S"}
                """);
        var run = world().push("""
                job:
                  tags: [linux]
                  script: [echo "ran once"]
                """);
        CiJob job = await().atMost(NOTICED)
                .until(() -> world().job(run, "job"), it -> it.status().equals("running"));
        await().atMost(NOTICED).until(() -> nodeOf(job), Objects::nonNull);
        String pod = world().pods(job).getFirst().getMetadata().getName();

        // When
        world().cluster().faults().podEvicted(world().cluster().namespace(), pod);
        // Not before it has ended: until then it would get its sources at once, and begin.
        await().atMost(NOTICED)
                .until(() -> world().events().all(JobRescheduled.class).anyMatch(event -> event.jobId() == job.id()));
        world().endFaults();

        // Then
        assertThat(world().awaitEnd(run))
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo("success"));
        assertThat(world().lines(run, job).stream().filter(line -> line.equals("ran once")))
                .hasSize(1);
        world().awaitNothingLeft();
    }

    @Test
    void goesOnWhenTheKubeletFallsSilentForAWhile() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  script: [echo "begun", sleep 6, echo "ended"]
                """);
        world().awaitLog(run, "job", "begun");
        CiJob job = world().job(run, "job");
        String node = Objects.requireNonNull(nodeOf(job));

        // When
        world().cluster().faults().kubeletFallsSilent(node);

        // Then
        assertThat(world().awaitEnd(run))
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo("success"));
        world().cluster().faults().kubeletResumes(node);
        world().awaitNothingLeft();
    }

    private String nodeOf(CiJob job) {
        return world().pods(job).stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
