package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Resources;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class RealPipelineIT extends PipelineScenario {
    private static final long MEBIBYTE = 1L << 20;

    RealPipelineIT() {
        super(ClusterKind.REAL);
    }

    /** Containers of the embedded cluster have no cgroup of their own. */
    @Test
    void tellsWhatAScriptUsedOfWhatItAskedFor() {
        // Given: tail holds a line that never ends
        var run = world().push("""
                greedy:
                  tags: [linux]
                  script: [head -c 60000000 /dev/zero | tail -c 50000000 | wc -c]
                """);

        // When
        CiJob job = world().awaitEnd(run).getFirst();
        world().awaitNothingLeft();

        // Then
        assertThat(job.status()).isEqualTo("success");
        Resources resources = world().events()
                .all(JobFinished.class)
                .filter(end -> end.jobId() == job.id())
                .map(end -> Objects.requireNonNull(end.resources()))
                .findFirst()
                .orElseThrow();
        assertThat(resources.memoryAsked()).isEqualTo(256 * MEBIBYTE);
        assertThat(resources.memoryLimit()).isEqualTo(256 * MEBIBYTE);
        assertThat(resources.memoryPeak()).isBetween(48 * MEBIBYTE, 256 * MEBIBYTE);
        assertThat(resources.cpuAsked()).isEqualByComparingTo("0.05");
        assertThat(resources.cpuSeconds()).isPositive().isLessThan(BigDecimal.valueOf(30));
    }

    @Test
    void rootInTheBuildContainerDoesWhatScriptsExpectAndLittleElseAndAnotherUserWorksThereToo() throws IOException {
        // Given: a file that only its owner may read, and the agent is to upload
        var run = world().push("""
                careful:
                  tags: [linux]
                  script:
                    - grep '^Seccomp:' /proc/self/status | tr '\\t' ' '
                    - sed -n 's/^CapEff:./capabilities /p' /proc/self/status
                    - echo theirs >theirs; chown 4711:4711 theirs; chmod 600 theirs
                    - chroot --userspec=65534:65534 / sh -c 'echo "now user $(id -u)"'
                  artifacts:
                    paths: [theirs]
                modest:
                  tags: [linux]
                  image: {name: "ondes/sample-build:1", kubernetes: {user: "1000:2000"}}
                  script: [echo mine >mine, 'stat -c "of %u:%g" mine']
                """);

        // When
        world().awaitEnd(run);
        CiJob job = world().job(run, "careful");

        // Then: seccomp filters, and of what containerd gives NET_RAW is missing
        assertThat(job.status()).isEqualTo("success");
        assertThat(world().lines(run, job))
                .containsSubsequence("Seccomp: 2", "capabilities 00000000a80405fb", "now user 65534");
        assertThat(entries(world().gitlab().artifacts(run.project(), job.id()))).containsExactly("theirs");
        assertThat(world().lines(run, world().job(run, "modest")))
                .as("whom the job names")
                .contains("of 1000:2000");
        world().awaitNothingLeft();
    }
}
