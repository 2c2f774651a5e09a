package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.CiStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

/** {@code PUT /jobs/:id} and {@code PATCH /jobs/:id/trace}, status by status. */
class JobUpdateIT {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path data;

    private TestGitLab test;
    private long pipeline;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data, settings -> settings.withClock(clock));
        pipeline = test.gitlab.pipeline(test.project, "one: {script: echo}");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private static ObjectNode success(String trace) {
        var crc = new CRC32();
        crc.update(trace.getBytes(StandardCharsets.UTF_8));
        ObjectNode state = Json.object().put("state", "success");
        state.putObject("output")
                .put("checksum", "crc32:%08x".formatted(crc.getValue()))
                .put("bytesize", trace.length());
        return state;
    }

    @Test
    void appendsAtTheEndAndTellsHowToGoOn() throws Exception {
        TestGitLab.Taken job = test.take();

        HttpResponse<String> answer = test.append(job, 0, "hello\n");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(TestGitLab.header(answer, "Range")).isEqualTo("0-6");
        assertThat(TestGitLab.header(answer, "Job-Status")).isEqualTo("running");
        assertThat(TestGitLab.header(answer, "X-GitLab-Trace-Update-Interval")).isEqualTo("60");
        test.append(job, 6, "world\n");
        assertThat(new String(test.gitlab.trace(job.id()), StandardCharsets.UTF_8))
                .isEqualTo("hello\nworld\n");
    }

    @Test
    void answers416WithTheStoredLengthWhereTheStartIsWrong() throws Exception {
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");

        HttpResponse<String> ahead = test.append(job, 10, "x");
        HttpResponse<String> behind = test.append(job, 3, "x");

        assertThat(ahead.statusCode()).isEqualTo(416);
        assertThat(TestGitLab.header(ahead, "Range")).isEqualTo("0-6");
        assertThat(behind.statusCode()).isEqualTo(416);
    }

    @Test
    void answers202ToAChunkThatEndsWhereTheLogEndsThoughItDoesNotStoreIt() throws Exception {
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");

        HttpResponse<String> other = test.append(job, 0, "HELLO\n");

        assertThat(other.statusCode()).isEqualTo(202);
        assertThat(TestGitLab.header(other, "Range")).isEqualTo("0-6");
        assertThat(new String(test.gitlab.trace(job.id()), StandardCharsets.UTF_8))
                .isEqualTo("hello\n");
    }

    @Test
    void wantsTheLogOftenWhileSomebodyWatchesIt() throws Exception {
        TestGitLab.Taken job = test.take();
        test.get("/api/v4/projects/" + test.project + "/jobs/" + job.id() + "/trace");
        assertThat(TestGitLab.header(test.append(job, 0, "a"), "X-GitLab-Trace-Update-Interval"))
                .isEqualTo("3");

        clock.add(Duration.ofSeconds(11));

        assertThat(TestGitLab.header(test.append(job, 1, "b"), "X-GitLab-Trace-Update-Interval"))
                .isEqualTo("60");
    }

    @Test
    void refusesALogWithoutContentRange() throws Exception {
        TestGitLab.Taken job = test.take();

        HttpResponse<String> answer = test.send(HttpRequest.newBuilder(test.uri("/api/v4/jobs/" + job.id() + "/trace"))
                .header("JOB-TOKEN", job.token())
                .method("PATCH", HttpRequest.BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void failsAJobWhoseLogIsTooLarge() throws Exception {
        TestGitLab.Taken job = test.take();
        test.gitlab.limits(test.gitlab.limits().with("traceSize", 10));

        HttpResponse<String> answer = test.append(job, 0, "more than ten bytes");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(test.gitlab.pipeline(pipeline).job("one").failureReason()).isEqualTo("trace_size_exceeded");
    }

    @Test
    void endsAJobAndThenRefusesAllFurtherUpdates() throws Exception {
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");
        assertThat(test.update(job, "running").statusCode()).isEqualTo(200);

        HttpResponse<String> done = test.update(job, success("hello\n"));

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).isEqualTo("200");
        assertThat(TestGitLab.header(done, "Job-Status")).isEqualTo("success");
        HttpResponse<String> late = test.append(job, 6, "more");
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(TestGitLab.header(late, "Job-Status")).isEqualTo("success");
        assertThat(test.update(job, "failed").statusCode()).isEqualTo(403);
        assertThat(test.gitlab.awaitEnd(pipeline, Duration.ZERO).status()).isEqualTo(CiStatus.SUCCESS);
    }

    @Test
    void notesWhetherTheChecksumIsThatOfWhatItHas() throws Exception {
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");

        test.update(job, success("something else"));

        assertThat(test.gitlab.timeline())
                .filteredOn(event -> event.path("event").asText().equals("checksum"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("valid").asBoolean()).isFalse());
    }

    @Test
    void makesARunnerRepeatTheEndWhileTheLogIsBeingPersisted() throws Exception {
        test.gitlab.limits(test.gitlab.limits().with("persistingRounds", 2));
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");

        HttpResponse<String> first = test.update(job, success("hello\n"));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(TestGitLab.header(first, "X-GitLab-Trace-Update-Interval")).isEqualTo("1");
        assertThat(test.gitlab.pipeline(pipeline).job("one").status()).isEqualTo(CiStatus.RUNNING);
        assertThat(test.update(job, success("hello\n")).statusCode()).isEqualTo(202);
        assertThat(test.update(job, success("hello\n")).statusCode()).isEqualTo(200);
    }

    @Test
    void endsAJobAfterFiveMinutesOfPersistingWhateverIsLeft() throws Exception {
        test.gitlab.limits(test.gitlab.limits().with("persistingRounds", 1000));
        TestGitLab.Taken job = test.take();
        assertThat(test.update(job, success("")).statusCode()).isEqualTo(202);

        clock.add(Duration.ofMinutes(5));

        assertThat(test.update(job, success("")).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsTheReasonItKnowsAndTheExitCode() throws Exception {
        TestGitLab.Taken job = test.take();

        test.update(
                job,
                Json.object()
                        .put("state", "failed")
                        .put("failure_reason", "runner_system_failure")
                        .put("exit_code", 137));

        JobResult result = test.gitlab.pipeline(pipeline).job("one");
        assertThat(result.failureReason()).isEqualTo("runner_system_failure");
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void callsAReasonThatItDoesNotKnowUnknown() throws Exception {
        TestGitLab.Taken job = test.take();

        test.update(job, Json.object().put("state", "failed").put("failure_reason", "image_pull_failure"));

        assertThat(test.gitlab.pipeline(pipeline).job("one").failureReason()).isEqualTo("unknown_failure");
    }

    @Test
    void refusesAnUnknownState() throws Exception {
        assertThat(test.update(test.take(), "pondering").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesAnUnknownJobAndAWrongTokenWith403() throws Exception {
        TestGitLab.Taken job = test.take();

        assertThat(test.update(new TestGitLab.Taken(9999, job.token(), job.payload()), "running")
                        .statusCode())
                .isEqualTo(403);
        assertThat(test.update(new TestGitLab.Taken(job.id(), "glcbt-wrong", job.payload()), "running")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void dropsAJobWhoseTokenHasExpired() throws Exception {
        TestGitLab.Taken job = test.take();
        clock.add(Duration.ofMinutes(65));

        assertThat(test.update(job, "running").statusCode()).isEqualTo(403);

        assertThat(test.gitlab.pipeline(pipeline).job("one").failureReason()).isEqualTo("job_token_expired");
    }

    @Test
    void tellsOfAGracefulCancelAndEndsItAsCanceled() throws Exception {
        TestGitLab.Taken job = test.take();
        test.json("POST", "/api/v4/projects/" + test.project + "/jobs/" + job.id() + "/cancel", Json.object());

        assertThat(TestGitLab.header(test.append(job, 0, "x"), "Job-Status")).isEqualTo("canceling");
        assertThat(TestGitLab.header(test.update(job, "running"), "Job-Status")).isEqualTo("canceling");
        test.update(job, "failed");

        assertThat(test.gitlab.pipeline(pipeline).job("one").status()).isEqualTo(CiStatus.CANCELED);
    }

    @Test
    void tellsOfAForcedCancelByRefusing() throws Exception {
        TestGitLab.Taken job = test.take();
        test.gitlab.cancelJob(job.id(), true);

        HttpResponse<String> answer = test.update(job, "running");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestGitLab.header(answer, "Job-Status")).isEqualTo("canceled");
    }

    @Test
    void writesOverAJobTokenInALogAndNotesIt() throws Exception {
        TestGitLab.Taken job = test.take();

        test.append(job, 0, "token " + job.token() + "\n");

        assertThat(new String(test.gitlab.trace(job.id()), StandardCharsets.UTF_8))
                .isEqualTo("token " + "x".repeat(job.token().length()) + "\n");
        assertThat(test.gitlab.timeline())
                .anySatisfy(event -> assertThat(event.path("event").asText()).isEqualTo("token-in-trace"));
    }

    @Test
    void limitsAppendsPerJobAndMinute() throws Exception {
        test.gitlab.limits(test.gitlab.limits().with("tracesPerMinute", 1));
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "a");

        assertThat(test.append(job, 1, "b").statusCode()).isEqualTo(429);
    }
}
