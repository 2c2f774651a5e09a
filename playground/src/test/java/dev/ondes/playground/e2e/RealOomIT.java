package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel's own limit; the embedded cluster looks too seldom for an agent, which dies while it starts. */
@Tag("real")
class RealOomIT extends OomScenario {
    RealOomIT() {
        super(ClusterKind.REAL);
    }

    @Test
    void anAgentThatHasTooLittleMemoryIsTriedAgainAndThenThePlatformsFailure() {
        var run = world().push("""
                starved:
                  tags: [starved]
                  script: echo never
                """);

        CiJob job = world().awaitEnd(run).getFirst();

        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("runner_system_failure");
        assertThat(String.join(" ", world().lines(run, job)))
                .contains("class starved allows its agents too little memory")
                .doesNotContain("never");
        assertThat(end(job).reason()).isEqualTo(EndReason.AGENT_LOST);
        assertThat(world().events().all(JobRescheduled.class).filter(event -> event.jobId() == job.id()))
                .as("attempts that another one followed")
                .hasSize(2);
        world().awaitNothingLeft();
    }
}
