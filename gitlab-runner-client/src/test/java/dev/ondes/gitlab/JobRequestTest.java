package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestTest extends AgainstFakeGitLab {
    private static final String PAYLOAD =
            "{\"id\":42,\"token\":\"glcbt-s3cret\",\"steps\":[{\"name\":\"script\",\"script\":[\"make\"]}]}";

    private JobAnswer request() {
        return client.requestJob(RUNNER, SYSTEM, INFO, null);
    }

    @Test
    void getsAJobWithItsPayloadAsItCame() {
        gitlab.pending.add(PAYLOAD);

        JobAnswer answer = request();

        assertThat(answer).isInstanceOfSatisfying(JobAnswer.Job.class, job -> {
            assertThat(job.payload().id()).isEqualTo(42);
            assertThat(job.raw()).isEqualTo(PAYLOAD.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void sendsTokenSystemFeaturesAndTheLatestQueueValue() {
        client.requestJob(RUNNER, SYSTEM, INFO, "queue-0");

        var body = gitlab.last().json();
        assertThat(body.path("token").textValue()).isEqualTo(FakeGitLab.RUNNER_TOKEN);
        assertThat(body.path("system_id").textValue()).isEqualTo(SYSTEM);
        assertThat(body.path("last_update").textValue()).isEqualTo("queue-0");
        assertThat(body.path("info").path("features").size()).isEqualTo(31);
        assertThat(gitlab.last().header("RUNNER-TOKEN")).isEqualTo(FakeGitLab.RUNNER_TOKEN);
        assertThat(gitlab.last().header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void leavesTheQueueValueOutWhereThereIsNone() {
        request();

        assertThat(gitlab.last().json().has("last_update")).isFalse();
    }

    @Test
    void learnsTheQueueValueFromAnEmptyAnswer() {
        assertThat(request()).isEqualTo(new JobAnswer.NoJob("queue-1"));
        assertThat(client.requestJob(RUNNER, SYSTEM, INFO, "queue-1")).isEqualTo(new JobAnswer.NoJob("queue-1"));
    }

    @Test
    void knowsNoQueueValueAfterALongPollThatEndedInWorkhorse() {
        gitlab.say(Answer.of(204).with("Gitlab-Ci-Builds-Polling", "yes"));

        assertThat(request()).isEqualTo(new JobAnswer.NoJob(null));
    }

    @Test
    void isToldThatOthersWereQuicker() {
        gitlab.say(Answer.error(409, "409 Conflict"));

        assertThat(request()).isEqualTo(new JobAnswer.Conflict());
    }

    @Test
    void isRefusedWithAnUnknownToken() {
        gitlab.runnerExists = false;

        assertThat(request()).isEqualTo(new JobAnswer.Refused(403, "403 Forbidden"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 413, 422})
    void isRefusedByEveryOtherFinalStatus(int status) {
        gitlab.say(Answer.error(status, "no"));

        assertThat(request()).isEqualTo(new JobAnswer.Refused(status, "no"));
    }

    @ParameterizedTest
    @CsvSource({"429, 60, 60", "429, , 3", "429, soon, 3", "429, 0, 3", "503, 5, 5"})
    void leavesItToTheCallerToWait(int status, String retryAfter, long seconds) {
        Answer answer = Answer.of(status);
        gitlab.say(retryAfter == null ? answer : answer.with("Retry-After", retryAfter));

        assertThat(request()).isEqualTo(new JobAnswer.Throttled(Duration.ofSeconds(seconds)));
        assertThat(pauses).isEmpty();
        assertThat(gitlab.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 599})
    void isUnavailableAfterOneRequestThatFailed(int status) {
        gitlab.say(Answer.error(status, "oops").with("X-Request-Id", "01ABC"));

        assertThat(request())
                .isEqualTo(new JobAnswer.Unavailable("POST /jobs/request: " + status + " oops (correlation id 01ABC)"));
        assertThat(gitlab.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 403, 404, 502})
    void isUnavailableWhereAProxyAnswersInHtml(int status) {
        gitlab.say(Answer.html(status));

        assertThat(request())
                .isEqualTo(new JobAnswer.Unavailable(
                        "POST /jobs/request: " + status + " HTML in place of JSON, so not from GitLab's API"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void isUnavailableWhereAProxySaysNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.of(status));

        assertThat(request()).isInstanceOf(JobAnswer.Unavailable.class);
        assertThat(request()).isInstanceOf(JobAnswer.Unavailable.class);
    }

    @Test
    void isUnavailableWhereAnotherSuccessThanAgreedComes() {
        gitlab.say(Answer.of(200, "text/plain", "ok"));

        assertThat(request())
                .isEqualTo(new JobAnswer.Unavailable("POST /jobs/request: 200 with text/plain in place of JSON"));
    }

    @Test
    void hintsAtTheUrlWhereARedirectWouldTurnThePostIntoAGet() {
        gitlab.say(Answer.of(301).with("Location", "https://gitlab.example.com/?private_token=x"));

        assertThat(request())
                .isEqualTo(new JobAnswer.Unavailable(
                        "POST /jobs/request: 301 redirect to another address; is GitLab's URL the right one?"));
    }

    @Test
    void tellsAJobThatItCannotReadButCanFail() {
        gitlab.pending.add("{\"id\":42,\"token\":\"glcbt-s3cret\"}");

        assertThat(request())
                .isEqualTo(new JobAnswer.Malformed(
                        JobCredentials.of(42, "glcbt-s3cret"), "job payload: steps is missing"));
    }

    @Test
    void tellsAJobOfWhichItKnowsNothing() {
        gitlab.pending.add("{\"id\":42,\"token\":\"glcbt-s3cret");

        assertThat(request()).isInstanceOfSatisfying(JobAnswer.Malformed.class, malformed -> {
            assertThat(malformed.job()).isNull();
            assertThat(malformed.why())
                    .startsWith("job payload: is no JSON from byte")
                    .doesNotContain("glcbt");
        });
    }

    /** Jackson takes no text of more than 20 million characters. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20_000_001})
    void tellsAJobThatCanBeFailedThoughItsPayloadIsCutOrHoldsAnEndlessText(int letters) {
        gitlab.pending.add(
                "{\"info\":{\"id\":1,\"token\":\"none\"},\"id\":42,\"token\":\"glcbt-s3cret\",\"variables\":[{\"value\":\""
                        + "x".repeat(letters));

        assertThat(request())
                .isInstanceOfSatisfying(
                        JobAnswer.Malformed.class,
                        malformed -> assertThat(malformed.job()).isEqualTo(JobCredentials.of(42, "glcbt-s3cret")));
    }

    @Test
    void tellsAJobThatIsNoObject() {
        gitlab.pending.add("[]");

        assertThat(request()).isEqualTo(new JobAnswer.Malformed(null, "job payload: the payload is not an object"));
    }
}
