package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pipelines that have images built: by a job's ID token, with real Buildah, a real registry, and a job that runs the result. */
@Tag("real")
class RealImagePipelineIT extends Scenario {
    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            RUN echo "made by a RUN step" > /made
            """;

    RealImagePipelineIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return Platform.Options.DEMO.withImages(true);
    }

    @Test
    void aJobHasAnImageBuiltAndTheNextOneRunsItByItsDigest() throws IOException {
        // Given
        Path source = source(DOCKERFILE, """
                build-image:
                %1$s
                    - ondes build . --destination "%2$s/$CI_PROJECT_PATH:$CI_COMMIT_SHORT_SHA" --dotenv image.env
                  artifacts: {reports: {dotenv: image.env}}
                run:
                  stage: test
                  tags: [linux]
                  image: $IMAGE
                  variables: {GIT_STRATEGY: none}
                  script: [cat /made]
                """);

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

    /** A project with a Dockerfile; the pipeline gets the head of a job that has images built, and the registry's host. */
    private Path source(String dockerfile, String pipeline) throws IOException {
        ImageBuilding images = world().platform().images().orElseThrow();
        String head =
                """
                  stage: build
                  tags: [linux]
                  image: %1$s
                  id_tokens: {ONDES_BUILD_TOKEN: {aud: "%2$s"}}
                  variables: {ONDES_BUILD_SERVER: "%2$s"}
                  script:""".indent(2).formatted(Images.CLI, images.builder().address()).stripTrailing();
        Path source = Files.createTempDirectory(world().folder(), "source-");
        Files.copy(Tool.find("busybox").orElseThrow(), source.resolve("busybox"));
        Files.writeString(source.resolve("Dockerfile"), dockerfile);
        Files.writeString(
                source.resolve(".gitlab-ci.yml"),
                pipeline.formatted(head, images.parts().registry().host()));
        return source;
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
