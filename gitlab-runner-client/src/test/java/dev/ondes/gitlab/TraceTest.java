package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest extends AgainstFakeGitLab {
    private final FakeJob job = gitlab.running(42);

    private TraceAnswer append(long offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return client.appendTrace(job.credentials(), offset, bytes, 0, bytes.length);
    }

    @Test
    void appendsToTheLogPieceByPiece() {
        assertThat(append(0, "Hello "))
                .isEqualTo(new TraceAnswer.Appended(6, Duration.ofSeconds(3), RemoteStatus.RUNNING));
        assertThat(append(6, "world\n"))
                .isEqualTo(new TraceAnswer.Appended(12, Duration.ofSeconds(3), RemoteStatus.RUNNING));

        assertThat(job.log()).isEqualTo("Hello world\n");
    }

    @Test
    void namesTheRangeAsGitLabWantsIt() {
        append(0, "Hello ");
        append(6, "world\n");

        Seen patch = gitlab.last();
        assertThat(patch.header("Content-Range")).isEqualTo("6-11");
        assertThat(patch.header("Content-Type")).isEqualTo("text/plain");
        assertThat(patch.header("JOB-TOKEN")).isEqualTo(job.token);
        assertThat(patch.path()).isEqualTo("/api/v4/jobs/42/trace");
        assertThat(patch.query()).isEqualTo("debug_trace=false");
    }

    @Test
    void sendsAPartOfABuffer() {
        byte[] buffer = "..Hello..".getBytes(StandardCharsets.UTF_8);

        client.appendTrace(job.credentials(), 0, buffer, 2, 5, true);

        assertThat(job.log()).isEqualTo("Hello");
        assertThat(gitlab.last().query()).isEqualTo("debug_trace=true");
    }

    @Test
    void neverSendsNothing() {
        assertThatThrownBy(() -> append(0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(gitlab.seen()).isEmpty();
    }

    @Test
    void isToldTheTrueSizeWhereTheOffsetIsWrong() {
        append(0, "Hello ");

        assertThat(append(0, "Hello ")).isEqualTo(new TraceAnswer.WrongOffset(6));
        assertThat(append(9, "x")).isEqualTo(new TraceAnswer.WrongOffset(6));
        assertThat(job.log()).isEqualTo("Hello ");
    }

    @Test
    void knowsNothingFromAWrongOffsetWithoutASize() {
        gitlab.say(Answer.error(416, "416 Range Not Satisfiable"));

        assertThat(append(0, "x")).isInstanceOf(TraceAnswer.Unavailable.class);
    }

    @Test
    void sendsLessOftenWhereNobodyWatches() {
        job.watched = false;

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Appended(1, Duration.ofMinutes(1), RemoteStatus.RUNNING));
    }

    @ParameterizedTest
    @CsvSource({"3600, 900", "0, ", "-1, ", "often, ", "99999999999999999999, "})
    void readsTheIntervalWithCare(String header, Long seconds) {
        gitlab.say(Answer.json(202, "null").with("X-GitLab-Trace-Update-Interval", header));

        Duration interval = seconds == null ? null : Duration.ofSeconds(seconds);
        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Appended(1, interval, RemoteStatus.UNKNOWN));
    }

    @Test
    void reckonsTheSizeWhereGitLabDoesNotTellIt() {
        gitlab.say(Answer.json(202, "null"));

        assertThat(append(100, "four")).isEqualTo(new TraceAnswer.Appended(104, null, RemoteStatus.UNKNOWN));
    }

    @Test
    void goesOnWhileTheJobIsBeingCanceled() {
        job.status = "canceling";

        assertThat(append(0, "x"))
                .isEqualTo(new TraceAnswer.Appended(1, Duration.ofSeconds(3), RemoteStatus.CANCELING));
    }

    @Test
    void stopsWhereGitLabHasEndedTheJob() {
        job.status = "canceled";

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Aborted(403, RemoteStatus.CANCELED));
    }

    @Test
    void stopsWhereThePieceWasTakenButTheJobIsOver() {
        gitlab.say(Answer.json(202, "null").with("Job-Status", "failed").with("Range", "0-1"));

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Aborted(202, RemoteStatus.FAILED));
    }

    @Test
    void stopsWhereTheLogIsLongerThanThePlanAllows() {
        job.traceLimit = 3;

        assertThat(append(0, "four")).isEqualTo(new TraceAnswer.Aborted(403, RemoteStatus.UNKNOWN));
    }

    @Test
    void stopsTheLogAtNotFound() {
        gitlab.say(Answer.error(404, "404 Not found"));

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Aborted(404, RemoteStatus.UNKNOWN));
    }

    @Test
    void leavesItToTheCallerToWait() {
        gitlab.say(Answer.of(429).with("Retry-After", "30"));

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Throttled(Duration.ofSeconds(30)));
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 409, 500, 502, 503, 504})
    void isUnavailableAfterOneRequestOfAnyOtherEnd(int status) {
        gitlab.say(Answer.error(status, "oops"));

        assertThat(append(0, "x")).isEqualTo(new TraceAnswer.Unavailable("PATCH /jobs/42/trace: " + status + " oops"));
        assertThat(gitlab.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void isUnavailableWhereAProxySaysNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.of(status));

        assertThat(append(0, "x")).isInstanceOf(TraceAnswer.Unavailable.class);
        assertThat(append(0, "x")).isInstanceOf(TraceAnswer.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 403, 404, 502})
    void isUnavailableWhereAProxyAnswersInHtml(int status) {
        gitlab.say(Answer.html(status));

        assertThat(append(0, "x")).isInstanceOf(TraceAnswer.Unavailable.class);
    }
}
