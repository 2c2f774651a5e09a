package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.RunnerClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A script's want of memory is the script's failure, and it is told what to do. */
abstract class OomScenario extends Scenario {
    /** A JVM needs more to begin with; with less than this not even the container's runtime could begin. */
    static final RunnerClass STARVED = new RunnerClass(
                    "starved", List.of("starved"), 2, List.of("on-demand"), RunnerClass.SMALL)
            .withAgentMemory("12Mi");

    private static final Duration SOON = Duration.ofSeconds(30);

    OomScenario(ClusterKind kind) {
        super(kind);
    }

    @Test
    void aScriptThatNeedsTooMuchMemoryFailsAndIsToldWhatItHadAndWhatToDo() {
        var run = world().push("""
                hungry:
                  tags: [frugal]
                  variables: {KUBERNETES_MEMORY_LIMIT: 192Mi, KUBERNETES_CPU_LIMIT: "64"}
                  script:
                    - echo "about to eat"
                    - tail /dev/zero
                """);

        CiJob job = world().awaitEnd(run).getFirst();

        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("script_failure");
        assertThat(String.join(" ", world().lines(run, job)))
                .contains(
                        "KUBERNETES_CPU_LIMIT is 2, the most that class frugal allows",
                        "about to eat",
                        "in class frugal it may use 192 MiB; let the script need less");
        assertThat(end(job).reason()).isEqualTo(EndReason.OUT_OF_MEMORY);
        assertThat(world().events().all(JobRescheduled.class)).noneMatch(event -> event.jobId() == job.id());
        world().awaitNothingLeft();
    }

    JobFinished end(CiJob job) {
        return await().atMost(SOON)
                .until(
                        () -> world().events()
                                .all(JobFinished.class)
                                .filter(event -> event.jobId() == job.id())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
