package dev.ondes.playground.gitlab.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * The ID tokens of CI jobs ({@code id_tokens}), signed with a key of this GitLab's own, and the key for those who check
 * them. Claims and their types as GitLab 18 writes them: ids are text, {@code ref_protected} too. Holds a secret key; safe
 * on many threads.
 */
public final class IdTokens {
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final URI issuer;
    private final Clock clock;
    private final RSAKey key;

    /** Makes the key; {@code issuer} is this GitLab as others reach it. */
    public IdTokens(URI issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.key = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code /oauth/discovery/keys} answers. */
    public JsonNode keys() {
        return Json.parse(new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What {@code /.well-known/openid-configuration} answers, as far as checking tokens needs it. */
    public JsonNode configuration() {
        return Json.object()
                .put("issuer", issuer.toString())
                .put("jwks_uri", issuer + "/oauth/discovery/keys")
                .set("id_token_signing_alg_values_supported", Json.array(List.of("RS256")));
    }

    /** A token for a job that begins; it ends with the job's time limit. */
    String token(Job job, Assignment on, List<String> audiences) {
        Instant now = clock.instant();
        Pipeline pipeline = job.pipeline();
        Project project = pipeline.project();
        Pipeline.Origin origin = pipeline.origin();
        String kind = origin.tag() ? "tag" : "branch";
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject("project_path:" + project.path() + ":ref_type:" + kind + ":ref:" + origin.ref())
                .audience(audiences)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minus(TOLERANCE)))
                .expirationTime(Date.from(now.plus(on.timeout())))
                .jwtID(UUID.randomUUID().toString())
                .claim("project_id", Long.toString(project.id()))
                .claim("project_path", project.path())
                .claim("namespace_id", "1")
                .claim("namespace_path", project.namespace())
                .claim("job_project_id", Long.toString(project.id()))
                .claim("job_project_path", project.path())
                .claim("job_namespace_id", "1")
                .claim("job_namespace_path", project.namespace())
                .claim("user_id", "1")
                .claim("user_login", "root")
                .claim("user_email", "admin@example.com")
                .claim("user_access_level", "owner")
                .claim("pipeline_id", Long.toString(pipeline.id()))
                .claim("pipeline_source", origin.source())
                .claim("job_id", Long.toString(job.id()))
                .claim("ref", origin.ref())
                .claim("ref_type", kind)
                .claim("ref_path", (origin.tag() ? "refs/tags/" : "refs/heads/") + origin.ref())
                .claim("ref_protected", Boolean.toString(pipeline.onProtectedRef()))
                .claim("runner_id", on.runner().id())
                .claim("runner_environment", "self-hosted")
                .claim("sha", origin.commit().sha())
                .claim("project_visibility", project.visibleToAll() ? "public" : "private")
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** Holds a secret. */
    @Override
    public String toString() {
        return "IdTokens[issuer=" + issuer + "]";
    }
}
