package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobUpdateTest extends AgainstFakeGitLab {
    private static final Checksum CHECKSUM = new Checksum("crc32:0a1b2c3d", 1234);

    private final FakeJob job = gitlab.running(42);

    private UpdateAnswer running() {
        return client.updateJob(job.credentials(), new JobState.Running());
    }

    @Test
    void keepsAJobAlive() {
        assertThat(running()).isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.RUNNING));
        assertThat(gitlab.last().method()).isEqualTo("PUT");
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/jobs/42");
        assertThat(gitlab.last().header("JOB-TOKEN")).isEqualTo(job.token);
        assertThat(gitlab.last().text()).isEqualTo("{\"token\":\"" + job.token + "\",\"state\":\"running\"}");
    }

    @Test
    void reportsSuccessWithTheLogsChecksum() {
        UpdateAnswer answer = client.updateJob(job.credentials(), new JobState.Success(CHECKSUM));

        assertThat(answer).isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.SUCCESS));
        assertThat(job.status).isEqualTo("success");
        assertThat(gitlab.last().json().path("output").toString())
                .isEqualTo("{\"checksum\":\"crc32:0a1b2c3d\",\"bytesize\":1234}");
        assertThat(gitlab.last().json().path("checksum").textValue()).isEqualTo("crc32:0a1b2c3d");
    }

    @Test
    void reportsAFailureWhichIsNoOrderToAbort() {
        UpdateAnswer answer = client.updateJob(job.credentials(), new JobState.Failed("script_failure", 3, CHECKSUM));

        assertThat(answer).isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.FAILED));
        assertThat(job.failureReason).isEqualTo("script_failure");
        assertThat(job.exitCode).isEqualTo(3);
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        client.updateJob(job.credentials(), new JobState.Failed("runner_system_failure", null, null));

        assertThat(gitlab.last().json().has("exit_code")).isFalse();
        assertThat(gitlab.last().json().has("output")).isFalse();
        assertThat(gitlab.last().json().has("checksum")).isFalse();
    }

    @Test
    void isAskedToSendTheFinalStateAgainWhileTheLogIsStored() {
        job.chunksToPersist = 1;
        var success = new JobState.Success(CHECKSUM);

        assertThat(client.updateJob(job.credentials(), success))
                .isEqualTo(new UpdateAnswer.TracePending(Duration.ofSeconds(7)));
        assertThat(job.status).isEqualTo("running");
        assertThat(client.updateJob(job.credentials(), success))
                .isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.SUCCESS));
    }

    @Test
    void waitsAFewSecondsWhereGitLabDoesNotSayHowLong() {
        gitlab.say(Answer.json(202, "202"));

        assertThat(client.updateJob(job.credentials(), new JobState.Success(CHECKSUM)))
                .isEqualTo(new UpdateAnswer.TracePending(Duration.ofSeconds(3)));
    }

    @Test
    void isToldThatTheJobIsBeingCanceled() {
        job.status = "canceling";

        assertThat(running()).isEqualTo(new UpdateAnswer.Canceling());
    }

    @Test
    void mayReportTheEndOfAJobThatIsBeingCanceled() {
        gitlab.say(Answer.json(200, "200").with("Job-Status", "canceled"));

        assertThat(client.updateJob(job.credentials(), new JobState.Failed("unknown_failure", 1, CHECKSUM)))
                .isEqualTo(new UpdateAnswer.Accepted(RemoteStatus.CANCELED));
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELED", "FAILED"})
    void stopsAJobThatGitLabHasEnded(RemoteStatus status) {
        job.status = status.name().toLowerCase(java.util.Locale.ROOT);

        assertThat(running()).isEqualTo(new UpdateAnswer.Aborted(403, status));
    }

    @Test
    void stopsAJobWhoseStatusSaysItIsOver() {
        gitlab.say(Answer.json(200, "200").with("Job-Status", "canceled"));

        assertThat(running()).isEqualTo(new UpdateAnswer.Aborted(200, RemoteStatus.CANCELED));
    }

    @Test
    void stopsAJobThatGitLabDoesNotKnow() {
        assertThat(client.updateJob(JobCredentials.of(43, "glcbt-x"), new JobState.Running()))
                .isEqualTo(new UpdateAnswer.Aborted(403, RemoteStatus.UNKNOWN));
    }

    @Test
    void stopsAtNotFoundFromGitLabButNotFromAProxy() {
        gitlab.say(Answer.error(404, "404 Not found"), Answer.html(404));

        assertThat(running()).isEqualTo(new UpdateAnswer.Aborted(404, RemoteStatus.UNKNOWN));
        assertThat(running()).isInstanceOf(UpdateAnswer.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void isUnavailableWhereAProxySaysNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.of(status));

        assertThat(running())
                .isEqualTo(new UpdateAnswer.Unavailable("PUT /jobs/42: " + status
                        + " with text/plain; charset=utf-8 in place of JSON, so not from GitLab's API"));
        assertThat(client.updateJob(job.credentials(), new JobState.Success(CHECKSUM)))
                .isEqualTo(new UpdateAnswer.Unavailable(
                        "PUT /jobs/42: " + status + " without a text, so not from GitLab's API"));
    }

    @Test
    void isAskedForTheWholeLog() {
        gitlab.say(Answer.error(412, "412 Precondition Failed"));

        assertThat(client.updateJob(job.credentials(), new JobState.Success(CHECKSUM)))
                .isEqualTo(new UpdateAnswer.ResendTrace());
    }

    @Test
    void leavesItToTheCallerToWait() {
        gitlab.say(Answer.of(429).with("Retry-After", "17"));

        assertThat(running()).isEqualTo(new UpdateAnswer.Throttled(Duration.ofSeconds(17)));
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 409, 500, 502, 503, 504})
    void isUnavailableAfterOneRequestOfAnyOtherEnd(int status) {
        gitlab.say(Answer.error(status, "oops"));

        assertThat(running()).isEqualTo(new UpdateAnswer.Unavailable("PUT /jobs/42: " + status + " oops"));
        assertThat(gitlab.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Running, RUNNING", "canceling, CANCELING", "created, UNKNOWN", "'', UNKNOWN"})
    void readsAStatusLeniently(String header, RemoteStatus status) {
        assertThat(RemoteStatus.ofHeader(header)).isEqualTo(status);
    }
}
