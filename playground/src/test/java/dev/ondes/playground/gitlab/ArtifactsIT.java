package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class ArtifactsIT {
    private static final String DOTENV = "?artifact_type=dotenv&artifact_format=gzip";

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

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
    void ofADotenvReportTheVariablesReachTheJobsThatDependOnIt() throws Exception {
        test.update(test.take(), "success");
        test.update(test.take(), "success");
        test.gitlab.pipeline(test.project, """
                build-image: {stage: build, script: echo, artifacts: {reports: {dotenv: image.env}}}
                run: {stage: test, script: echo, variables: {DIGEST: none}}
                other: {stage: test, script: echo, needs: []}
                """);
        TestGitLab.Taken image = test.take();
        assertThat(test.upload(image, gzip("no variable"), DOTENV).statusCode()).isEqualTo(400);
        assertThat(test.upload(image, gzip("DIGEST=sha256:12"), DOTENV).statusCode())
                .isEqualTo(201);
        TestGitLab.Taken other = test.take();
        test.update(image, "success");

        TestGitLab.Taken run = test.take();

        assertThat(values(run, "DIGEST")).containsExactly("none", "sha256:12");
        assertThat(values(other, "DIGEST")).isEmpty();
    }

    private static List<String> values(TestGitLab.Taken job, String key) {
        return job.payload()
                .path("variables")
                .valueStream()
                .filter(variable -> variable.path("key").asText().equals(key))
                .map(variable -> variable.path("value").asText())
                .toList();
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
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
        clock.add(Duration.ofMinutes(5));

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(204);

        assertThat(test.gitlab.pipeline(pipeline).job("test").failureReason()).isEqualTo("missing_dependency_failure");
    }
}
