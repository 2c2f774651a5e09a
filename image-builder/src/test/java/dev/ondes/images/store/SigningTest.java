package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ondes.authorities.Authorities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Without any S3: to sign asks nobody. */
class SigningTest {
    private static final ContextId ID = new ContextId(1, "0".repeat(64));

    private static SignedRequest download(AwsCredentials credentials) {
        StoreSettings settings = Store.settings(Map.of("ondes.store.bucket", "ci"));
        try (var bucket = Bucket.open(settings, Authorities.USUAL, () -> credentials)) {
            return new Contexts(bucket, settings, Clock.systemUTC()).download(ID);
        }
    }

    @Test
    void aUrlIsGoodNoLongerThanTheSessionThatSignedIt() {
        Instant end = Instant.now().plus(Duration.ofMinutes(7));

        SignedRequest signed = download(AwsSessionCredentials.builder()
                .accessKeyId("a")
                .secretAccessKey("b")
                .sessionToken("c")
                .expirationTime(end)
                .build());

        assertThat(signed.expiresAt()).isEqualTo(end);
    }

    @Test
    void aUrlThatNoSessionSignedIsGoodForItsWholeTime() {
        SignedRequest signed = download(AwsBasicCredentials.create("a", "b"));

        assertThat(signed.expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofHours(6)), within(5, ChronoUnit.MINUTES));
    }
}
