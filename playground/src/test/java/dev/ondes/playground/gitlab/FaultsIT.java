package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.CiStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults as a test in another process orders them. */
class FaultsIT {
    @TempDir
    private Path data;

    private TestGitLab test;
    private long pipeline;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data);
        pipeline = test.gitlab.pipeline(test.project, "one: {script: echo}");
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private void order(String json) throws Exception {
        JsonNode fault = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        assertThat(test.json("POST", "/-/ondes/faults", fault).statusCode()).isEqualTo(201);
    }

    @Test
    void answerWithAStatusAndItsHeaders() throws Exception {
        order("{\"call\":\"job-request\",\"status\":429,\"headers\":{\"Retry-After\":\"7\"},\"times\":2}");

        HttpResponse<String> first = test.request(test.ask());

        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(TestGitLab.header(first, "Retry-After")).isEqualTo("7");
        assertThat(test.request(test.ask()).statusCode()).isEqualTo(429);
        assertThat(test.request(test.ask()).statusCode()).isEqualTo(201);
    }

    @Test
    void answerWithHtml() throws Exception {
        order("{\"call\":\"job-request\",\"status\":200,\"html\":true}");

        HttpResponse<String> answer = test.request(test.ask());

        assertThat(TestGitLab.header(answer, "Content-Type")).startsWith("text/html");
        assertThat(answer.body()).startsWith("<!DOCTYPE html>");
        assertThat(test.gitlab.pipeline(pipeline).job("one").status()).isEqualTo(CiStatus.PENDING);
    }

    @Test
    void cutTheConnectionBeforeTheCallIsProcessed() throws Exception {
        order("{\"call\":\"job-request\",\"drop\":\"before\"}");

        assertThatThrownBy(() -> test.request(test.ask())).isInstanceOf(IOException.class);

        assertThat(test.gitlab.pipeline(pipeline).job("one").status()).isEqualTo(CiStatus.PENDING);
        assertThat(test.gitlab.calls().of(Call.JOB_REQUEST, 0)).isEqualTo(1);
    }

    @Test
    void storeAPieceOfALogInPart() throws Exception {
        TestGitLab.Taken job = test.take();
        test.append(job, 0, "hello\n");
        order("{\"call\":\"trace-append\",\"cut\":8}");

        HttpResponse<String> answer = test.append(job, 6, "world\n");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(new String(test.gitlab.trace(job.id()), StandardCharsets.UTF_8))
                .isEqualTo("hello\nwo");
        assertThat(TestGitLab.header(test.append(job, 6, "world\n"), "Range")).isEqualTo("0-8");
    }

    @Test
    void loseTheAnswerOfACallThatWasProcessed() throws Exception {
        order("{\"call\":\"job-request\",\"drop\":\"after\"}");

        assertThatThrownBy(() -> test.request(test.ask())).isInstanceOf(IOException.class);

        assertThat(test.gitlab.pipeline(pipeline).job("one").status()).isEqualTo(CiStatus.RUNNING);
    }

    @Test
    void delayACall() throws Exception {
        order("{\"call\":\"job-request\",\"delay\":\"PT0.3S\"}");
        long begin = System.nanoTime();

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(201);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void changeThePayload() throws Exception {
        order(
                "{\"call\":\"job-request\",\"patch\":{\"token\":null,\"novelty\":{\"x\":1},\"git_info\":{\"sha\":null}}}");

        HttpResponse<String> answer = test.request(test.ask());

        JsonNode payload = TestGitLab.parse(answer);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(payload.has("token")).isFalse();
        assertThat(payload.at("/novelty/x").asInt()).isEqualTo(1);
        assertThat(payload.path("git_info").has("sha")).isFalse();
        assertThat(payload.path("git_info").has("ref")).isTrue();
    }

    @Test
    void areRefusedWhenTheyMakeNoSense() throws Exception {
        assertThat(test.json(
                                "POST",
                                "/-/ondes/faults",
                                Json.object().put("call", "nonsense").put("status", 500))
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> limit =
                test.json("PATCH", "/-/ondes/limits", Json.object().put("nonsense", 1));
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(limit.body()).contains("There is no limit 'nonsense'");
    }

    @Test
    void goWhenTheyAreCleared() throws Exception {
        order("{\"call\":\"job-request\",\"status\":500,\"times\":100}");

        test.json("DELETE", "/-/ondes/faults", Json.object());

        assertThat(test.request(test.ask()).statusCode()).isEqualTo(201);
    }

    @Test
    void limitsChangeWhileItRuns() throws Exception {
        assertThat(test.json("PATCH", "/-/ondes/limits", Json.object().put("traceInterval", "PT5S"))
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> answer = test.append(test.take(), 0, "x");

        assertThat(TestGitLab.header(answer, "X-GitLab-Trace-Update-Interval")).isEqualTo("5");
    }
}
