package dev.ondes.images.registry;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * Credentials for registries of ECR, which AWS gives us by our role. They last twelve hours and are kept until shortly before their
 * end, one for each region. Knows nothing of other registries. Thread-safe.
 */
public final class EcrCredentials implements CredentialSource, AutoCloseable {
    private static final Pattern HOST =
            Pattern.compile("\\d{12}\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws)");
    /** A build that begins now may push an hour from now. */
    private static final Duration EARLY = Duration.ofHours(1);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private record Kept(Credentials.Basic credentials, Instant expiresAt) {}

    private final Function<Region, EcrClient> clients;
    private final Clock clock;
    private final Map<Region, EcrClient> opened = new ConcurrentHashMap<>();
    private final Map<Region, Kept> kept = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param clients opens a client of a region; each is opened once, and closed with this
     */
    EcrCredentials(Function<Region, EcrClient> clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** With the credentials that AWS' own tools find, such as a service account's role. */
    public static EcrCredentials ofThisMachine(Clock clock) {
        return new EcrCredentials(
                region -> EcrClient.builder()
                        .region(region)
                        .httpClientBuilder(UrlConnectionHttpClient.builder()
                                .connectionTimeout(LIMIT)
                                .socketTimeout(LIMIT))
                        .overrideConfiguration(limits -> limits.retryStrategy(RetryMode.STANDARD)
                                .apiCallAttemptTimeout(LIMIT)
                                .apiCallTimeout(LIMIT.multipliedBy(3)))
                        .build(),
                clock);
    }

    @Override
    public Credentials find(Repository repository) {
        Matcher host = HOST.matcher(repository.host());
        if (!host.matches()) {
            return new Credentials.Anonymous();
        }
        Kept found = kept.compute(
                Region.of(host.group(1)),
                (region, known) -> known != null
                                && clock.instant().isBefore(known.expiresAt().minus(EARLY))
                        ? known
                        : ask(region));
        return found.credentials();
    }

    private Kept ask(Region region) {
        try {
            AuthorizationData data = opened.computeIfAbsent(region, clients)
                    .getAuthorizationToken()
                    .authorizationData()
                    .getFirst();
            String pair = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return new Kept(
                    new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1)), data.expiresAt());
        } catch (SdkException e) {
            throw new RegistryException(
                    RegistryReason.UNAUTHORIZED,
                    "no credentials for ECR in " + region + ": " + e.getMessage(),
                    null,
                    e);
        }
    }

    @Override
    public void close() {
        opened.values().forEach(EcrClient::close);
    }
}
