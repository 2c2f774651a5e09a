package dev.ondes.images.store;

import dev.ondes.authorities.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** One bucket and our access to it: calls whose failures have a reason, and a signer. Owns its connections. Thread-safe. */
public final class Bucket implements AutoCloseable {
    private static final int TRIES = 3;

    private final S3Client client;
    private final S3Presigner signer;
    private final AwsCredentialsProvider credentials;
    private final String name;

    private Bucket(S3Client client, S3Presigner signer, AwsCredentialsProvider credentials, String name) {
        this.client = client;
        this.signer = signer;
        this.credentials = credentials;
        this.name = name;
    }

    /** Asks nothing yet. */
    public static Bucket open(StoreSettings settings, Authorities authorities) {
        return open(settings, authorities, credentials(settings.credentialsFile()));
    }

    static Bucket open(StoreSettings settings, Authorities authorities, AwsCredentialsProvider credentials) {
        Region region = Region.of(settings.region());
        boolean always = settings.checksums() == StoreSettings.Checksums.WHEN_SUPPORTED;
        Duration limit = settings.callLimit();
        var client = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(
                        always ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        always ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(() -> new TrustManager[] {authorities.manager()})
                        .connectionTimeout(limit)
                        .socketTimeout(limit))
                .overrideConfiguration(limits -> limits.retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(limit)
                        .apiCallTimeout(limit.multipliedBy(TRIES).plusSeconds(5)));
        settings.endpoint().ifPresent(client::endpointOverride);
        var signer = S3Presigner.builder()
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        Optional<URI> outside = settings.publicEndpoint().or(settings::endpoint);
        outside.ifPresent(signer::endpointOverride);
        return new Bucket(client.build(), signer.build(), credentials, settings.bucket());
    }

    private static AwsCredentialsProvider credentials(Optional<Path> file) {
        return file.<AwsCredentialsProvider>map(path -> StaticCredentialsProvider.create(read(path)))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static AwsBasicCredentials read(Path file) {
        var properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("ondes.store.credentials-file can't be read: " + file, e);
        }
        String access = properties.getProperty("access-key");
        String secret = properties.getProperty("secret-key");
        if (access == null || secret == null) {
            throw new IllegalArgumentException(
                    "ondes.store.credentials-file needs the lines access-key=… and secret-key=…: " + file);
        }
        return AwsBasicCredentials.create(access, secret);
    }

    /**
     * Calls S3.
     *
     * @throws StoreException with the reason of what went wrong, after the SDK's own retries
     */
    <T> T call(Function<S3Client, T> call) {
        try {
            return call.apply(client);
        } catch (SdkException e) {
            throw StoreFaults.of(e);
        }
    }

    /** A small object's text, or empty when it is not there. */
    Optional<String> text(String key) {
        try {
            return Optional.of(
                    call(s3 -> s3.getObjectAsBytes(get -> get.bucket(name).key(key)))
                            .asUtf8String());
        } catch (StoreException e) {
            if (e.reason() == StoreReason.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Writes a small object. */
    void write(String key, String text) {
        call(s3 -> s3.putObject(put -> put.bucket(name).key(key), RequestBody.fromString(text)));
    }

    /**
     * Signs a request for somebody else. It can be made until its time is over, or that of the session whose credentials sign it.
     *
     * @throws StoreException when there are no credentials to sign with
     */
    SignedRequest sign(Function<S3Presigner, ? extends PresignedRequest> request) {
        try {
            Optional<Instant> session = credentials.resolveCredentials().expirationTime();
            PresignedRequest signed = request.apply(signer);
            Instant own = signed.expiration();
            return SignedRequest.of(
                    signed.httpRequest(), session.filter(own::isAfter).orElse(own));
        } catch (SdkException e) {
            throw StoreFaults.of(e);
        }
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        signer.close();
        client.close();
    }
}
