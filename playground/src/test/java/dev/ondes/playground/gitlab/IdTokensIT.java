package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ondes.playground.gitlab.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class IdTokensIT {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path data;

    private TestGitLab test;

    @BeforeEach
    void start() throws Exception {
        test = new TestGitLab(data, settings -> settings.withClock(clock));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void reachTheJobMaskedAndSignedByAKeyThatEverybodyCanFetch() throws Exception {
        test.gitlab.pipeline(test.project, """
                variables: {BUILDER: builder.example}
                build-image:
                  script: echo
                  timeout: 10m
                  id_tokens: {BUILD_TOKEN: {aud: "https://$BUILDER"}}
                """);

        TestGitLab.Taken job = test.take();

        JsonNode variable = job.payload()
                .path("variables")
                .valueStream()
                .filter(each -> each.path("key").asText().equals("BUILD_TOKEN"))
                .findFirst()
                .orElseThrow();
        assertThat(variable.path("masked").asBoolean()).isTrue();
        assertThat(variable.path("public").asBoolean()).isFalse();
        SignedJWT token = SignedJWT.parse(variable.path("value").asText());
        JWKSet keys = JWKSet.parse(get(jwksUri()));
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(test.gitlab.url().toString());
        assertThat(claims.getAudience()).containsExactly("https://builder.example");
        assertThat(claims.getSubject()).isEqualTo("project_path:group/project:ref_type:branch:ref:main");
        assertThat(claims.getClaim("project_id")).isEqualTo(Long.toString(test.project));
        assertThat(claims.getClaim("job_id")).isEqualTo(Long.toString(job.id()));
        assertThat(claims.getClaim("ref_protected")).isEqualTo("true");
        assertThat(claims.getExpirationTime())
                .hasSameTimeAs(Date.from(claims.getIssueTime().toInstant().plus(Duration.ofMinutes(10))));
    }

    @Test
    void areNamedToTheRunnerForTheJobsSecrets() throws Exception {
        test.gitlab.pipeline(test.project, """
                variables: {VAULT_SERVER_URL: "https://$HOST", HOST: vault.example, VAULT_AUTH_ROLE: deploy}
                deploy:
                  script: echo
                  id_tokens: {VAULT_ID_TOKEN: {aud: x}, OTHER: {aud: y}}
                  secrets:
                    BRIEF: {vault: prod/db/password@ops}
                    WHOLE:
                      vault: {engine: {name: kv-v1, path: kv}, path: $CI_JOB_NAME, field: key}
                      file: false
                      token: $OTHER
                """);

        JsonNode secrets = test.take().payload().path("secrets");

        assertThat(secrets).isEqualTo(Json.parse("""
                {"BRIEF": {"vault": {
                  "server": {"url": "https://vault.example", "namespace": null,
                    "auth": {"name": "jwt", "path": "jwt", "data": {"jwt": "${VAULT_ID_TOKEN}", "role": "deploy"}}},
                  "engine": {"name": "kv-v2", "path": "ops"}, "path": "prod/db", "field": "password"}, "file": true},
                 "WHOLE": {"vault": {
                  "server": {"url": "https://vault.example", "namespace": null,
                    "auth": {"name": "jwt", "path": "jwt", "data": {"jwt": "$OTHER", "role": "deploy"}}},
                  "engine": {"name": "kv-v1", "path": "kv"}, "path": "$CI_JOB_NAME", "field": "key"}, "file": false}}
                """.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSecretHalfOfTheKeyStaysHere() throws Exception {
        assertThat(get(jwksUri())).contains("\"n\":").doesNotContain("\"d\":", "\"p\":", "\"q\":");
    }

    private String jwksUri() throws Exception {
        JsonNode configuration =
                Json.parse(get("/.well-known/openid-configuration").getBytes(StandardCharsets.UTF_8));
        assertThat(configuration.path("issuer").asText())
                .isEqualTo(test.gitlab.url().toString());
        return configuration
                .path("jwks_uri")
                .asText()
                .substring(test.gitlab.url().toString().length());
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = test.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
