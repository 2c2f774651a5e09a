package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final List<String> SECRETS =
            List.of("glcbt-64_jobtoken", "glcbt-64_deptoken", "regpassw0rd", "dbpassw0rd", "apiVersion", "glrt-runner");

    static Stream<Object> holdersOfSecrets() {
        JobPayload payload = JobPayload.parse(PayloadTest.full());
        byte[] raw = PayloadTest.full().toString().getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                payload,
                payload.gitInfo(),
                payload.variables(),
                payload.services(),
                payload.credentials(),
                payload.dependencies(),
                payload.secrets(),
                payload.jobCredentials(),
                new JobAnswer.Job(payload, raw),
                new JobAnswer.Malformed(payload.jobCredentials(), "why"),
                RunnerToken.of("glrt-runner"),
                new Registered(1, RunnerToken.of("glrt-runner"), null),
                Registration.of(new Secret("glrt-runner"), "text", List.of()));
    }

    @ParameterizedTest
    @MethodSource("holdersOfSecrets")
    void printsNoSecret(Object holder) {
        assertThat(holder.toString()).contains("***").doesNotContain(SECRETS);
    }

    @Test
    void printsNoTokenThatGitLabRepeats() {
        var call = Call.ofRunner(
                "POST", "/runners/verify?x=glrt-runner", new Secret("glrt-runner"), new byte[0], Duration.ZERO);
        var reply = new Reply(
                call,
                400,
                HttpHeaders.of(Map.of("X-Request-Id", List.of("glrt-runner")), (a, b) -> true),
                "{\"message\":\"no\\u0000 glrt-runner\\n\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(reply.describe()).isEqualTo("POST /runners/verify: 400 no  ***  (correlation id ***)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"glrt-s3cret\n", "glrt s3cret", "glrt-s3crét"})
    void refusesWhatIsNoTokenWithoutRepeatingIt(String token) {
        assertThatThrownBy(() -> Call.ofRunner("DELETE", "/runners", new Secret(token), new byte[0], Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr");
    }

    @ParameterizedTest
    @CsvSource({"glrt-abcdefghijklmnopqrst, abcdefghi", "abcdefghijklmnopqrst, abcdefghi", "glrt-abcd, ab", "'', ''"})
    void showsAsMuchOfARunnerTokenAsGitLabRunnerDoes(String token, String shown) {
        assertThat(RunnerToken.of(token).shortened()).isEqualTo(shown);
    }
}
