package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerCallsTest extends AgainstFakeGitLab {
    private static final Registration REGISTRATION =
            Registration.of(new Secret(FakeGitLab.REGISTRATION_TOKEN), "spot runners", List.of("spot", "linux"));

    @Test
    void verifiesARunnerAndMakesThisSystemOneOfItsManagers() {
        Verified verified = client.verify(RUNNER, SYSTEM, INFO);

        assertThat(verified).isEqualTo(new Verified(7L, null));
        assertThat(gitlab.managers).containsExactly(SYSTEM);
        assertThat(gitlab.last().header("RUNNER-TOKEN")).isEqualTo(FakeGitLab.RUNNER_TOKEN);
        assertThat(gitlab.last().header("User-Agent")).isEqualTo("ondes/0.1.0");
        assertThat(gitlab.last().header("X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(gitlab.last().header("Accept")).isEqualTo("application/json");
    }

    @Test
    void sendsAllThirtyOneFeaturesWithTheFirstRequest() {
        client.verify(RUNNER, SYSTEM, INFO);

        JsonNode info = gitlab.last().json().path("info");
        assertThat(info.path("features").size()).isEqualTo(31);
        assertThat(info.path("features").path("cancel_gracefully").booleanValue())
                .isTrue();
        assertThat(info.path("features").path("session").isBoolean()).isTrue();
        assertThat(info.path("features").path("session").booleanValue()).isFalse();
        assertThat(info.path("executor").textValue()).isEqualTo("kubernetes");
        assertThat(info.path("labels").path("team").textValue()).isEqualTo("core");
        assertThat(info.path("config").has("gpus")).isTrue();
    }

    @Test
    void verifiesAgainstAnOldServerThatAnswersInPlainText() {
        gitlab.say(Answer.of(200, "text/plain", "200"));

        assertThat(client.verify(RUNNER, SYSTEM, INFO)).isEqualTo(new Verified(null, null));
    }

    @Test
    void readsWhenTheTokenExpires() {
        gitlab.say(Answer.json(200, "{\"id\":7,\"token_expires_at\":\"2026-12-01T10:00:00.000+01:00\"}"));

        assertThat(client.verify(RUNNER, SYSTEM, INFO).tokenExpiresAt())
                .isEqualTo(Instant.parse("2026-12-01T09:00:00Z"));
    }

    @Test
    void isRefusedWithAnUnknownTokenWhichIsNotSaid() {
        var refused = catchThrowableOfType(
                RefusedException.class, () -> client.verify(RunnerToken.of("glrt-wrong"), SYSTEM, INFO));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused).hasMessage("POST /runners/verify: 403 403 Forbidden");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 422})
    void isRefusedByEveryFinalStatusAtOnce(int status) {
        gitlab.say(Answer.error(status, "no, " + FakeGitLab.RUNNER_TOKEN));

        var refused = catchThrowableOfType(RefusedException.class, () -> client.verify(RUNNER, SYSTEM, INFO));

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused).hasMessageEndingWith("no, ***");
        assertThat(pauses).isEmpty();
    }

    @Test
    void isUnavailableWhereAProxyAnswersInHtml() {
        gitlab.say(Answer.html(200));

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("POST /runners/verify: 200 HTML in place of JSON, so not from GitLab's API");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void isUnavailableWhereAProxySaysNo(int status) {
        gitlab.say(Answer.plainText(status), Answer.of(status));

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> client.deleteManager(RUNNER, SYSTEM)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void isUnavailableWhereTheAnswerIsNoJson() {
        gitlab.say(Answer.json(200, "{\"id\":7,"));

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("is no JSON");
    }

    @Test
    void registersARunnerByARegistrationToken() {
        Registered registered = client.register(REGISTRATION, INFO);

        assertThat(registered)
                .isEqualTo(new Registered(12, RunnerToken.of("glrt-new"), Instant.parse("2026-12-01T09:00:00Z")));
        assertThat(gitlab.last().json().path("tag_list").textValue()).isEqualTo("spot,linux");
        assertThat(gitlab.last().json().path("run_untagged").booleanValue()).isFalse();
        assertThat(gitlab.last().json().has("maximum_timeout")).isFalse();
    }

    @Test
    void isToldThatTheServerDisallowsRegistrationTokens() {
        gitlab.registrationAllowed = false;

        var refused = catchThrowableOfType(RefusedException.class, () -> client.register(REGISTRATION, INFO));

        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused).hasMessageContaining("Runner registration disallowed");
    }

    @Test
    void saysWhichFieldOfARegistrationIsInvalid() {
        gitlab.say(Answer.json(400, "{\"message\":{\"tags_list\":[\"can not be empty\"]}}"));

        assertThatThrownBy(() -> client.register(REGISTRATION, INFO))
                .hasMessageContaining("{\"tags_list\":[\"can not be empty\"]}");
    }

    @Test
    void deletesARunner() {
        client.deleteRunner(RUNNER);

        assertThat(gitlab.runnerExists).isFalse();
        assertThatThrownBy(() -> client.deleteRunner(RUNNER)).isInstanceOf(RefusedException.class);
    }

    @Test
    void deletesAManagerAndDoesNotMindThatItIsGone() {
        client.verify(RUNNER, SYSTEM, INFO);

        client.deleteManager(RUNNER, SYSTEM);
        client.deleteManager(RUNNER, SYSTEM);

        assertThat(gitlab.managers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 512, 599})
    void asksAgainAfterAPassingStatus(int status) {
        gitlab.say(Answer.of(status), Answer.of(status), Answer.of(status), Answer.of(status));

        client.verify(RUNNER, SYSTEM, INFO);

        assertThat(gitlab.seen()).hasSize(5);
        assertThat(pauses).hasSize(4);
        assertThat(gitlab.seen().stream().map(request -> request.header("X-Request-Id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void givesUpAfterFiveAttempts() {
        Answer busy = Answer.error(503, "busy");
        gitlab.say(busy, busy, busy, busy, busy);

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("POST /runners/verify: 503 busy, after 5 attempts");
        assertThat(gitlab.seen()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 505, 511})
    void doesNotRepeatWhatIsNoPassingStatus(int status) {
        gitlab.say(Answer.of(status));

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO)).isInstanceOf(UnavailableException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsLongerFromAttemptToAttempt() {
        gitlab.say(Answer.of(502), Answer.of(502), Answer.of(502));

        client.verify(RUNNER, SYSTEM, INFO);

        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(125));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(250));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(400), Duration.ofMillis(500));
    }

    @Test
    void waitsAsLongAsGitLabAsks() {
        gitlab.say(Answer.of(429).with("Retry-After", "11"));

        client.verify(RUNNER, SYSTEM, INFO);

        assertThat(pauses).containsExactly(Duration.ofSeconds(11));
    }

    @Test
    void doesNotSitOutAWaitOfMinutes() {
        gitlab.say(Answer.error(429, "too many managers").with("Retry-After", "600"));

        assertThatThrownBy(() -> client.verify(RUNNER, SYSTEM, INFO))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("POST /runners/verify: 429 too many managers, for another 600 s");
        assertThat(pauses).isEmpty();
    }
}
