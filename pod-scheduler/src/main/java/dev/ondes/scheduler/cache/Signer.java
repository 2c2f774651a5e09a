package dev.ondes.scheduler.cache;

import dev.ondes.scheduler.settings.CacheSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs requests for S3. Talks to nobody but whoever gives the credentials. Lives as long as the process; thread-safe. */
public final class Signer {
    private final S3Presigner presigner;
    private final Credentials credentials;
    private final Clock clock;

    public Signer(CacheSettings settings, Credentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
        var builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.presigner = builder.build();
    }

    /**
     * Begins to sign for one bucket.
     *
     * @throws UnsignedException when there are no credentials now
     */
    Round begin(String bucket, Duration lifetime) {
        AwsCredentials now = credentials.get();
        Instant end = clock.instant().plus(lifetime);
        Instant until = now.expirationTime().filter(end::isAfter).orElse(end);
        return new Round(bucket, lifetime, StaticCredentialsProvider.create(now), until);
    }

    /** Requests that are signed by the same credentials. */
    final class Round {
        private final String bucket;
        private final Duration lifetime;
        private final StaticCredentialsProvider by;
        private final Instant until;

        private Round(String bucket, Duration lifetime, StaticCredentialsProvider by, Instant until) {
            this.bucket = bucket;
            this.lifetime = lifetime;
            this.by = by;
            this.until = until;
        }

        URI get(String object) {
            return presigner
                    .presignGetObject(sign -> sign.signatureDuration(lifetime)
                            .getObjectRequest(get -> get.bucket(bucket)
                                    .key(object)
                                    .overrideConfiguration(change -> change.credentialsProvider(by))))
                    .httpRequest()
                    .getUri();
        }

        URI put(String object) {
            return presigner
                    .presignPutObject(sign -> sign.signatureDuration(lifetime)
                            .putObjectRequest(put -> put.bucket(bucket)
                                    .key(object)
                                    .overrideConfiguration(change -> change.credentialsProvider(by))))
                    .httpRequest()
                    .getUri();
        }

        /** When they end, be it since their credentials do. */
        Instant until() {
            return until;
        }
    }
}
