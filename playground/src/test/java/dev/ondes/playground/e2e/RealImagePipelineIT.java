package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pipelines that have images built: by a job's ID token, with real Buildah, a real registry, and a job that runs the result. */
@Tag("real")
class RealImagePipelineIT extends Scenario {
    private static final String DOCKERFILE = ImageProject.SHELL + "RUN echo \"made by a RUN step\" > /made\n";

    RealImagePipelineIT() {
        super(ClusterKind.REAL);
    }

    @Test
    void aJobHasAnImageBuiltAndTheNextOneRunsItByItsDigest() throws IOException {
        // Given
        Path source = source(DOCKERFILE, ImageProject.BUILD_AND_RUN);

        // When
        World.Run run = world().push(source);
        List<CiJob> jobs = world().awaitEnd(run);

        // Then
        assertThat(jobs).extracting(CiJob::status).as(() -> logs(run, jobs)).containsOnly("success");
        assertThat(world().lines(run, world().job(run, "run"))).contains("made by a RUN step");
        assertThat(world().events().all(BuildDone.class)).last().satisfies(done -> {
            assertThat(done.outcome()).isEqualTo(BuildOutcome.SUCCEEDED);
            assertThat(world().log(run, world().job(run, "build-image")))
                    .contains(done.images().getFirst().digest());
        });
    }

    @Test
    void aCommandOfTheDockerfileThatFailsFailsTheJobWithItsOutput() throws IOException {
        // Given
        Path source = source(DOCKERFILE + "RUN echo so it goes && exit 3\n", """
                build-image:
                %1$s
                    - ondes build . --destination "%2$s/$CI_PROJECT_PATH:broken"
                """);

        // When
        World.Run run = world().push(source);
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("script_failure");
        assertThat(world().log(run, job)).contains("so it goes").contains("exit code 1");
    }

    @Test
    void aDestinationOfOthersIsRefusedWithTheReason() throws IOException {
        // Given
        Path source = source(DOCKERFILE, """
                build-image:
                %1$s
                    - ondes build . --destination "%2$s/somebody/else:1"
                """);

        // When
        World.Run run = world().push(source);
        CiJob job = world().awaitEnd(run).getFirst();

        // Then
        assertThat(job.status()).isEqualTo("failed");
        assertThat(world().log(run, job)).contains("somebody/else").contains("exit code 3");
    }

    private Path source(String dockerfile, String pipeline) throws IOException {
        return ImageProject.source(world(), dockerfile, pipeline);
    }

    private String logs(World.Run run, List<CiJob> jobs) {
        var logs = new StringBuilder();
        jobs.forEach(job -> logs.append(job.name())
                .append(": ")
                .append(job.status())
                .append('\n')
                .append(String.join("\n", world().lines(run, job)))
                .append('\n'));
        return logs.toString();
    }
}
