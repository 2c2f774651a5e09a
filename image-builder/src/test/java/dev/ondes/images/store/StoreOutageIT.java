package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.s3.FaultyWire;
import dev.ondes.s3.SimulatedS3;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An S3 that is down, slow, foreign, or of another time. */
class StoreOutageIT {
    private static final ContextId ID = new ContextId(1, Hashes.sha256("the tar"));

    @TempDir
    Path folder;

    private SimulatedS3 s3;
    private FaultyWire wire;

    @BeforeEach
    void open() {
        s3 = SimulatedS3.start(folder, "ondes");
        wire = FaultyWire.before(s3.url());
    }

    @AfterEach
    void close() {
        wire.close();
        s3.close();
    }

    private Store store(Map<String, String> more) {
        return Store.on(s3, folder, more);
    }

    private static void assertReason(StoreReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void saysThatItIsDownAndWorksAgainAfterwards() {
        try (Store store = store(Map.of())) {
            // Given
            s3.kill();

            // When, Then
            assertReason(StoreReason.UNREACHABLE, () -> store.contexts.find(ID));

            // When
            s3.restart();

            // Then
            assertThat(store.contexts.find(ID)).isEmpty();
        }
    }

    @Test
    void saysThatItIsSlow() {
        try (Store store =
                store(Map.of("ondes.store.endpoint", wire.url().toString(), "ondes.store.call-limit", "PT0.3S"))) {
            wire.fallSilent();
            assertReason(StoreReason.SLOW, () -> store.contexts.find(ID));
        }
    }

    @Test
    void saysThatOurCredentialsAreWrong() {
        try (Store store = store(Map.of())) {
            assertThat(new StoreProbe(store.bucket, Clock.systemUTC()).look()).isEmpty();
        }
        var foreign = new dev.ondes.s3.S3Server("127.0.0.1", s3.server().port(), "ondes", "wrong");
        try (Store store = store(
                Map.of("ondes.store.credentials-file", credentials(foreign).toString()))) {
            assertThat(store.logs).isNotNull();
            assertReason(StoreReason.WRONG_CREDENTIALS, () -> store.bucket.text("anything"));
        }
    }

    private Path credentials(dev.ondes.s3.S3Server server) {
        try {
            return java.nio.file.Files.writeString(
                    folder.resolve("wrong.properties"),
                    "access-key=%s\nsecret-key=%s\n".formatted(server.accessKey(), server.secretKey()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void saysThatTheBucketIsMissing() {
        try (Store store = store(Map.of("ondes.store.bucket", "elsewhere"))) {
            assertThat(new StoreProbe(store.bucket, Clock.systemUTC()).look())
                    .hasValueSatisfying(wrong -> assertThat(wrong.reason()).isEqualTo(StoreReason.NO_BUCKET));
        }
    }

    @Test
    void saysThatTheClocksDiffer() {
        try (Store store = store(Map.of())) {
            // Given
            Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));

            // When
            var wrong = new StoreProbe(store.bucket, ahead).look();

            // Then
            assertThat(wrong).hasValueSatisfying(found -> {
                assertThat(found.reason()).isEqualTo(StoreReason.CLOCK_SKEW);
                assertThat(found).hasMessageContaining("s ahead of S3's");
            });
        }
    }

    @Test
    void noticesAnObjectThatBreaksOff() {
        try (Store direct = store(Map.of());
                Store store = store(Map.of("ondes.store.endpoint", wire.url().toString()))) {
            // Given
            byte[] context = new byte[100_000];
            var put = (Upload.Whole) direct.uploads.begin(new Offer(ID, Hashes.sha256(context), context.length));
            direct.put(put.put(), context);
            wire.cutAfter(50_000);

            // When, Then
            assertThatThrownBy(() -> {
                        try (InputStream in = store.contexts.open(ID)) {
                            in.readAllBytes();
                        }
                    })
                    .isInstanceOf(java.io.IOException.class);
        }
    }
}
