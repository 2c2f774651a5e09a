package dev.ondes.images.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * GitLab's id_tokens of one instance. What is refused is told by {@link TokenProblem}; nothing is believed before the signature
 * is right. Thread-safe.
 */
final class GitLabTokens {
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int WEAKEST_KEY = 2048;

    private final Issuer issuer;
    private final Keys keys;
    private final Clock clock;

    GitLabTokens(Issuer issuer, Keys keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    Caller verify(SignedJWT token) {
        // One algorithm and no other: with HS256 the public key would do as a secret, and "none" needs no key at all.
        if (!JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
            throw new TokenRefusedException(TokenProblem.ALGORITHM);
        }
        if (token.getHeader().getKeyID() == null) {
            throw new TokenRefusedException(TokenProblem.KEY_UNKNOWN);
        }
        checkSignature(token);
        JWTClaimsSet set;
        try {
            set = token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new TokenRefusedException(TokenProblem.MALFORMED);
        }
        if (!issuer.issuer().equals(set.getIssuer())) {
            throw new TokenRefusedException(TokenProblem.ISSUER_UNKNOWN);
        }
        if (!set.getAudience().contains(issuer.audience())) {
            throw new TokenRefusedException(TokenProblem.AUDIENCE);
        }
        checkTimes(set);
        return caller(new Claims(set));
    }

    private void checkSignature(SignedJWT token) {
        try {
            var key = keys.named(token.getHeader()).toRSAPublicKey();
            if (key.getModulus().bitLength() < WEAKEST_KEY || !token.verify(new RSASSAVerifier(key))) {
                throw new TokenRefusedException(TokenProblem.SIGNATURE);
            }
        } catch (JOSEException e) {
            throw new TokenRefusedException(TokenProblem.SIGNATURE);
        }
    }

    private void checkTimes(JWTClaimsSet set) {
        Instant now = clock.instant();
        Instant expires = required(set.getExpirationTime(), "exp");
        Instant issued = required(set.getIssueTime(), "iat");
        Date notBefore = set.getNotBeforeTime();
        if (!now.isBefore(expires.plus(LEEWAY))) {
            throw new TokenRefusedException(TokenProblem.EXPIRED);
        }
        if (issued.isAfter(now.plus(LEEWAY))
                || (notBefore != null && notBefore.toInstant().isAfter(now.plus(LEEWAY)))) {
            throw new TokenRefusedException(TokenProblem.NOT_YET);
        }
        if (now.isAfter(issued.plus(issuer.maxAge()).plus(LEEWAY))) {
            throw new TokenRefusedException(TokenProblem.TOO_OLD);
        }
    }

    private static Instant required(@org.jspecify.annotations.Nullable Date date, String name) {
        if (date == null) {
            throw Claims.wrong(name);
        }
        return date.toInstant();
    }

    /** Since GitLab 18.2.2 project and ref are those of the code; in a fork's merge request the job runs in another project. */
    private Caller caller(Claims claims) {
        String job = claims.optional("job_project_id");
        long project = claims.id("project_id");
        return new Caller(
                Caller.Kind.GITLAB_JOB,
                issuer.issuer(),
                project,
                claims.required("project_path"),
                claims.required("namespace_path"),
                claims.optional("ref"),
                claims.optional("ref_type"),
                claims.flag("ref_protected"),
                job != null && claims.id("job_project_id") != project,
                claims.optional("pipeline_source"),
                claims.optional("environment"),
                claims.optional("sha"),
                claims.optional("job_id"),
                claims.optional("pipeline_id"),
                claims.required("jti"));
    }
}
