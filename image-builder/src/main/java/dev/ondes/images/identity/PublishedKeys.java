package dev.ondes.images.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.ondes.authorities.Authorities;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;

/**
 * Keys as their issuer publishes them: kept, fetched anew when a token names one that isn't among them, but not more often than
 * the pause allows, so that invented key ids can't make us a nuisance. While the issuer is away the old ones go on. Thread-safe.
 */
final class PublishedKeys implements Keys {
    private static final int LARGEST = 256 * 1024;

    private final JWKSource<SecurityContext> source;
    private volatile boolean fetched;

    /**
     * @param keep after which they are fetched anew in any case
     * @param pause between two fetches for the sake of unknown keys
     * @param limit of one fetch
     */
    PublishedKeys(URI address, Duration keep, Duration pause, Duration limit, Authorities authorities) {
        int milliseconds = Math.toIntExact(limit.toMillis());
        try {
            this.source = JWKSourceBuilder.create(
                            address.toURL(),
                            new DefaultResourceRetriever(
                                    milliseconds,
                                    milliseconds,
                                    LARGEST,
                                    true,
                                    authorities.tls().getSocketFactory()))
                    .cache(keep.toMillis(), limit.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(pause.toMillis())
                    .outageTolerant(keep.multipliedBy(7).toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the address of an issuer's keys is no URL: " + address, e);
        }
    }

    @Override
    public RSAKey named(JWSHeader header) {
        try {
            var keys = source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
            fetched = true;
            return keys.stream()
                    .map(key -> key.toRSAKey())
                    .findFirst()
                    .orElseThrow(() -> new TokenRefusedException(TokenProblem.KEY_UNKNOWN));
        } catch (RateLimitReachedException e) {
            throw new TokenRefusedException(fetched ? TokenProblem.KEY_UNKNOWN : TokenProblem.KEYS_UNREACHABLE);
        } catch (KeySourceException e) {
            throw new TokenRefusedException(TokenProblem.KEYS_UNREACHABLE);
        }
    }
}
