package dev.ondes.images.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ondes.authorities.Authorities;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says who a token is of: a job of a GitLab that is configured, or a service account of this cluster. The issuer that a token
 * claims only chooses who checks it. Thread-safe.
 */
public final class Tokens {
    private static final String BEARER = "Bearer ";
    private static final int LONGEST = 16 * 1024;
    private static final Duration KEEP_KEYS = Duration.ofHours(24);
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(5);

    private final Map<String, GitLabTokens> gitlabs;
    private final Optional<ServiceAccountTokens> cluster;

    Tokens(Map<String, GitLabTokens> gitlabs, Optional<ServiceAccountTokens> cluster) {
        this.gitlabs = Map.copyOf(gitlabs);
        this.cluster = cluster;
    }

    /**
     * Puts it together.
     *
     * @param keyPause between two fetches of an issuer's keys because of a key that isn't known
     * @param authorities of the issuers' servers
     */
    public static Tokens of(
            Collection<Issuer> issuers,
            Optional<ServiceAccountTokens> cluster,
            Duration keyPause,
            Authorities authorities,
            Clock clock) {
        return new Tokens(
                issuers.stream()
                        .collect(Collectors.toMap(
                                Issuer::issuer,
                                issuer -> new GitLabTokens(
                                        issuer,
                                        new PublishedKeys(issuer.keys(), KEEP_KEYS, keyPause, FETCH_LIMIT, authorities),
                                        clock))),
                cluster);
    }

    /**
     * Whose request it is.
     *
     * @param authorization the header's value
     * @throws TokenRefusedException saying why
     */
    public Caller caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenRefusedException(TokenProblem.MISSING);
        }
        return verify(authorization.substring(BEARER.length()).strip());
    }

    /** As {@link #caller}, of the token alone. */
    public Caller verify(String token) {
        if (token.isEmpty()) {
            throw new TokenRefusedException(TokenProblem.MISSING);
        }
        if (token.length() > LONGEST) {
            throw new TokenRefusedException(TokenProblem.MALFORMED);
        }
        SignedJWT jwt = parse(token);
        GitLabTokens gitlab = gitlabs.get(issuer(jwt));
        if (gitlab != null) {
            return gitlab.verify(jwt);
        }
        return cluster.map((Function<ServiceAccountTokens, Caller>) accounts -> accounts.verify(token))
                .orElseThrow(() -> new TokenRefusedException(TokenProblem.ISSUER_UNKNOWN));
    }

    private static SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            // A JWT with alg "none" has no signature, and is none to this parser.
            throw new TokenRefusedException(TokenProblem.MALFORMED);
        }
    }

    private static String issuer(SignedJWT token) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            String issuer = claims.getIssuer();
            return issuer == null ? "" : issuer;
        } catch (ParseException e) {
            throw new TokenRefusedException(TokenProblem.MALFORMED);
        }
    }
}
