package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsIT {
    private final TestClock clock = new TestClock();

    @TempDir
    private Path data;

    private TestGitLab test;
    private long pipeline;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data, settings -> settings.withClock(clock));
        pipeline = test.gitlab.pipeline(test.project, """
                build: {stage: build, script: echo, artifacts: {paths: [out], expire_in: 1 hour}}
                test: {stage: test, script: echo}
                """);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void goFromAJobToTheOneThatDependsOnIt() throws Exception {
        TestGitLab.Taken build = test.take();
        assertThat(test.upload(build, "zip\r\ncontent", "?artifact_type=archive&artifact_format=zip")
                        .statusCode())
                .isEqualTo(201);
        test.update(build, "success");

        TestGitLab.Taken job = test.take();

        assertThat(job.payload().at("/dependencies/0/id").asLong()).isEqualTo(build.id());
        assertThat(job.payload().at("/dependencies/0/artifacts_file/filename").asText())
                .isEqualTo("artifacts.zip");
        assertThat(job.payload().at("/dependencies/0/artifacts_file/size").asLong())
                .isEqualTo(12);
        String token = job.payload().at("/dependencies/0/token").asText();
        assertThat(token).isEqualTo(job.token());
        assertThat(test.download(build.id(), token).body()).isEqualTo("zip\r\ncontent");
        try (Stream<Path> left = Files.list(data.resolve("uploads"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void areReadByRunningJobsOfTheirProjectAlone() throws Exception {
        TestGitLab.Taken build = test.take();
        assertThat(test.download(build.id(), build.token()).statusCode()).isEqualTo(404);
        test.upload(build, "zip", "");
        test.update(build, "success");
        long other = test.gitlab.createProject("group/other");
        test.gitlab.commit(other, "main", Map.of(".gitlab-ci.yml", "stranger: {script: echo}"));

        assertThat(test.download(build.id(), "glcbt-unknown").statusCode()).isEqualTo(401);
        assertThat(test.download(build.id(), build.token()).statusCode())
                .as("the job has ended")
                .isEqualTo(401);
        test.take();
        assertThat(test.download(build.id(), test.take().token()).statusCode()).isEqualTo(403);
    }

    @Test
    void mayBeSentTwiceButNotChanged() throws Exception {
        TestGitLab.Taken build = test.take();
        test.upload(build, "zip", "");

        assertThat(test.upload(build, "zip", "").statusCode()).isEqualTo(201);
        assertThat(test.upload(build, "other", "").statusCode()).isEqualTo(400);
    }

    @Test
    void areRefusedWhenTheyAreTooLargeOrOfTheWrongKind() throws Exception {
        TestGitLab.Taken build = test.take();
        test.gitlab.limits(test.gitlab.limits().with("artifactSize", 10));

        assertThat(test.upload(build, "more than ten bytes", "").statusCode()).isEqualTo(413);
        assertThat(test.upload(build, "x", "?artifact_type=junit&artifact_format=zip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(test.upload(build, "x", "?artifact_type=nonsense").statusCode())
                .isEqualTo(400);
        assertThat(test.upload(build, "x", "?artifact_type=junit&artifact_format=gzip")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void areRefusedOfAJobThatHasEnded() throws Exception {
        TestGitLab.Taken build = test.take();
        test.update(build, "success");

        assertThat(test.upload(build, "zip", "").statusCode()).isEqualTo(403);
    }

    @Test
    void failTheJobThatDependsOnThemOnceTheyHaveExpired() throws Exception {
        TestGitLab.Taken build = test.take();
        test.upload(build, "zip", "?expire_in=5%20minutes");
        test.update(build, "success");
        clock.forward(Duration.ofMinutes(5));

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(204);

        assertThat(test.gitlab.pipeline(pipeline).job("test").failureReason()).isEqualTo("missing_dependency_failure");
    }
}
