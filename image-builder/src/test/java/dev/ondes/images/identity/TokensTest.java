package dev.ondes.images.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.ondes.authorities.Authorities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeGitLab gitlab = new FakeGitLab();
    private final Tokens tokens = tokens(Duration.ofMinutes(5));

    private Tokens tokens(Duration keyPause) {
        var issuer = new Issuer(FakeGitLab.ISSUER, gitlab.keys(), FakeGitLab.AUDIENCE, Duration.ofHours(2));
        return Tokens.of(
                List.of(issuer), Optional.empty(), keyPause, Authorities.USUAL, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Test
    void aJobsTokenSaysWhoseCodeItIs() {
        Caller caller =
                tokens.caller("Bearer " + gitlab.token(FakeGitLab.claims(NOW).build()));

        assertThat(caller)
                .isEqualTo(new Caller(
                        Caller.Kind.GITLAB_JOB,
                        FakeGitLab.ISSUER,
                        42,
                        "acme/app",
                        "acme",
                        "main",
                        "branch",
                        true,
                        false,
                        "push",
                        null,
                        "a".repeat(40),
                        "70",
                        "7",
                        "jti-1"));
        assertThat(caller.trusted()).isTrue();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                claim("another audience", TokenProblem.AUDIENCE, c -> c.audience("https://other.example")),
                claim("no audience", TokenProblem.AUDIENCE, c -> c.audience((String) null)),
                claim("another issuer", TokenProblem.ISSUER_UNKNOWN, c -> c.issuer("https://gitlab.example.evil")),
                claim("the issuer with a slash", TokenProblem.ISSUER_UNKNOWN, c -> c.issuer(FakeGitLab.ISSUER + "/")),
                claim("no issuer", TokenProblem.ISSUER_UNKNOWN, c -> c.issuer(null)),
                claim("expired", TokenProblem.EXPIRED, c -> c.expirationTime(Date.from(NOW.minusSeconds(31)))),
                claim("no expiry", TokenProblem.CLAIMS, c -> c.expirationTime(null)),
                claim("not valid yet", TokenProblem.NOT_YET, c -> c.notBeforeTime(Date.from(NOW.plusSeconds(31)))),
                claim("issued in the future", TokenProblem.NOT_YET, c -> c.issueTime(Date.from(NOW.plusSeconds(31)))),
                claim("no time of issue", TokenProblem.CLAIMS, c -> c.issueTime(null)),
                claim("too old", TokenProblem.TOO_OLD, c -> c.issueTime(Date.from(NOW.minusSeconds(7231)))),
                claim("no jti", TokenProblem.CLAIMS, c -> c.jwtID(null)),
                claim("no project", TokenProblem.CLAIMS, c -> c.claim("project_id", null)),
                claim("a project that is no id", TokenProblem.CLAIMS, c -> c.claim("project_id", "0")),
                claim("a project as a list", TokenProblem.CLAIMS, c -> c.claim("project_id", List.of("42"))),
                claim("no path", TokenProblem.CLAIMS, c -> c.claim("project_path", " ")),
                claim("a flag that is none", TokenProblem.CLAIMS, c -> c.claim("ref_protected", "yes")));
    }

    private static Arguments claim(
            String what, TokenProblem problem, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        return Arguments.of(what, problem, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, TokenProblem problem, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        String token = gitlab.token(change.apply(FakeGitLab.claims(NOW)).build());

        var refusal = catchThrowableOfType(TokenRefusedException.class, () -> tokens.verify(token));

        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal).hasMessageNotContaining(token);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                claim("just expired", TokenProblem.EXPIRED, c -> c.expirationTime(Date.from(NOW.minusSeconds(29)))),
                claim("from a clock ahead", TokenProblem.NOT_YET, c -> c.notBeforeTime(Date.from(NOW.plusSeconds(29)))),
                claim("several audiences", TokenProblem.AUDIENCE, c -> c.audience(List.of("x", FakeGitLab.AUDIENCE))),
                claim("ids as numbers", TokenProblem.CLAIMS, c -> c.claim("project_id", 42)),
                claim("flags as booleans", TokenProblem.CLAIMS, c -> c.claim("ref_protected", true)),
                claim("a GitLab before 18.4", TokenProblem.CLAIMS, c -> c.claim("job_project_id", null)),
                claim("another subject", TokenProblem.CLAIMS, c -> c.subject("whatever")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void accepts(String what, TokenProblem unused, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        Caller caller =
                tokens.verify(gitlab.token(change.apply(FakeGitLab.claims(NOW)).build()));

        assertThat(caller.projectId()).isEqualTo(42);
        assertThat(caller.refProtected()).isTrue();
    }

    @Test
    void aFlagThatIsMissingIsNotSet() {
        String token =
                gitlab.token(FakeGitLab.claims(NOW).claim("ref_protected", null).build());

        assertThat(tokens.verify(token).refProtected()).isFalse();
    }

    @Test
    void aForksMergeRequestIsToldByTheProjectThatRunsTheJob() {
        Caller caller = tokens.verify(
                gitlab.token(FakeGitLab.claims(NOW).claim("job_project_id", "7").build()));

        assertThat(caller.fork()).isTrue();
        assertThat(caller.trusted()).isFalse();
    }

    @Test
    void refusesThePublicKeyAsASecret() throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(),
                FakeGitLab.claims(NOW).build());
        token.sign(new MACSigner(gitlab.signing().toRSAPublicKey().getEncoded()));

        refused(token.serialize(), TokenProblem.ALGORITHM);
    }

    @Test
    void refusesAnotherAlgorithmOfTheSameKey() throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("key-1").build(),
                FakeGitLab.claims(NOW).build());
        token.sign(new RSASSASigner(gitlab.signing()));

        refused(token.serialize(), TokenProblem.ALGORITHM);
    }

    @Test
    void refusesNoSignatureAtAll() {
        refused(new PlainJWT(FakeGitLab.claims(NOW).build()).serialize(), TokenProblem.MALFORMED);
    }

    @Test
    void refusesAKeyOfSomebodyElseUnderAKnownId() {
        refused(
                FakeGitLab.signed(
                        FakeGitLab.key("key-1"), "key-1", FakeGitLab.claims(NOW).build()),
                TokenProblem.SIGNATURE);
    }

    @Test
    void refusesATokenThatNamesNoKey() {
        refused(FakeGitLab.signed(gitlab.signing(), null, FakeGitLab.claims(NOW).build()), TokenProblem.KEY_UNKNOWN);
    }

    @Test
    void refusesWhatIsNoToken() {
        refused("abc", TokenProblem.MALFORMED);
        refused("a.b.c", TokenProblem.MALFORMED);
        refused("", TokenProblem.MISSING);
        refused("a".repeat(20_000), TokenProblem.MALFORMED);
        assertThatThrownBy(() -> tokens.caller(null)).isInstanceOf(TokenRefusedException.class);
        assertThatThrownBy(() -> tokens.caller("Basic abc")).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() {
        tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build()));
        gitlab.rotates("key-2");

        tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build()));

        assertThat(gitlab.fetches()).isEqualTo(2);
    }

    @Test
    void inventedKeysDontMakeUsANuisance() {
        tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build()));

        for (int i = 0; i < 20; i++) {
            refused(
                    FakeGitLab.signed(
                            gitlab.signing(),
                            "invented-" + i,
                            FakeGitLab.claims(NOW).build()),
                    TokenProblem.KEY_UNKNOWN);
        }

        assertThat(gitlab.fetches()).isLessThanOrEqualTo(3);
        tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build()));
    }

    @Test
    void knownKeysGoOnWhileGitLabIsAway() {
        tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build()));
        gitlab.breaks();

        assertThat(tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build())).projectId())
                .isEqualTo(42);
    }

    @Test
    void aGitLabThatWasNeverReachedIsOurDoingAndPassing() {
        gitlab.breaks();

        var refusal = catchThrowableOfType(
                TokenRefusedException.class,
                () -> tokens.verify(gitlab.token(FakeGitLab.claims(NOW).build())));

        assertThat(refusal.problem()).isEqualTo(TokenProblem.KEYS_UNREACHABLE);
        assertThat(refusal.problem().passing()).isTrue();
    }

    private void refused(String token, TokenProblem problem) {
        var refusal = catchThrowableOfType(TokenRefusedException.class, () -> tokens.verify(token));
        assertThat(refusal.problem()).isEqualTo(problem);
    }
}
