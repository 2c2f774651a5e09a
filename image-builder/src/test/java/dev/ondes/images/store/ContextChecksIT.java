package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.context.check.CheckedContext;
import dev.ondes.context.check.Refusal;
import dev.ondes.context.check.RefusedContextException;
import dev.ondes.s3.FaultyWire;
import dev.ondes.s3.SimulatedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Contexts are read once before a builder sees them; here on a real S3. */
class ContextChecksIT {
    @TempDir
    static Path folder;

    private static SimulatedS3 s3;
    private static long project = 100;

    private Store store;

    @BeforeAll
    static void start() {
        s3 = SimulatedS3.start(folder, "ondes");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @BeforeEach
    void open() {
        project++;
        store = Store.on(s3, folder, Map.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    static byte[] context(String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            add(tar, "Dockerfile", "FROM scratch\nCOPY . .\n".getBytes(StandardCharsets.UTF_8));
            add(tar, name, content);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private ContextId id(byte[] gzip) throws IOException {
        try (var tar = new GZIPInputStream(new java.io.ByteArrayInputStream(gzip))) {
            return new ContextId(project, Hashes.sha256(tar));
        }
    }

    private void upload(ContextId id, byte[] gzip) {
        var upload = (Upload.Whole) store.uploads.begin(new Offer(id, Hashes.sha256(gzip), gzip.length));
        assertThat(store.put(upload.put(), gzip).statusCode()).isEqualTo(200);
    }

    private static void assertReason(StoreReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void readsAContextOnceAndRemembersIt() throws IOException {
        // Given
        byte[] gzip = context("a.txt", "hello".getBytes(StandardCharsets.UTF_8));
        ContextId id = id(gzip);
        upload(id, gzip);

        // When
        CheckedContext first = store.checks.check(id, "Dockerfile");

        // Then
        assertThat(first.tarSha256()).isEqualTo(id.tarSha256());
        assertThat(first.size()).isEqualTo(gzip.length);

        // When: nothing can be read beyond its note any more
        try (FaultyWire wire = FaultyWire.before(s3.url());
                Store narrow = Store.on(
                        s3, folder, Map.of("ondes.store.endpoint", wire.url().toString()))) {
            // Then
            assertThat(narrow.checks.check(id, "Dockerfile")).isEqualTo(first);
        }
        assertThat(store.bucket.text(id.verdictKey("Dockerfile")))
                .hasValueSatisfying(note -> assertThat(note).contains(id.tarSha256()));
    }

    @Test
    void readsAgainWhatHasChangedSince() throws IOException {
        // Given
        byte[] gzip = context("a.txt", "hello".getBytes(StandardCharsets.UTF_8));
        ContextId id = id(gzip);
        upload(id, gzip);
        store.checks.check(id, "Dockerfile");
        byte[] other = context("a.txt", "other".getBytes(StandardCharsets.UTF_8));
        store.bucket.call(s3 -> s3.putObject(put -> put.bucket("ondes").key(id.key()), RequestBody.fromBytes(other)));

        // When, Then
        assertReason(StoreReason.WRONG_HASH, () -> store.checks.check(id, "Dockerfile"));
        assertThat(store.contexts.find(id)).isEmpty();
    }

    @Test
    void refusesAHostileContextAndTakesItOut() throws IOException {
        // Given
        byte[] gzip = context("../../etc/passwd", new byte[3]);
        ContextId id = id(gzip);
        upload(id, gzip);

        // When, Then
        assertThatThrownBy(() -> store.checks.check(id, "Dockerfile"))
                .isInstanceOfSatisfying(
                        RefusedContextException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NAME_LEAVES_CONTEXT));
        assertThat(store.contexts.find(id)).isEmpty();
    }

    @Test
    void keepsAContextWhoseDockerfileIsElsewhere() throws IOException {
        // Given
        byte[] gzip = context("docker/prod", "FROM scratch\n".getBytes(StandardCharsets.UTF_8));
        ContextId id = id(gzip);
        upload(id, gzip);

        // When, Then
        assertThatThrownBy(() -> store.checks.check(id, "docker/test"))
                .isInstanceOfSatisfying(
                        RefusedContextException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.DOCKERFILE_MISSING));
        assertThat(store.checks.check(id, "docker/prod").tarSha256()).isEqualTo(id.tarSha256());
    }

    @Test
    void refusesAnotherTarThanAnnouncedSoThatTheRightOneCanCome() throws IOException {
        // Given
        byte[] right = context("a.txt", "right".getBytes(StandardCharsets.UTF_8));
        byte[] wrong = context("a.txt", "wrong".getBytes(StandardCharsets.UTF_8));
        ContextId id = id(right);
        upload(id, wrong);

        // When, Then
        assertReason(StoreReason.WRONG_HASH, () -> store.checks.check(id, "Dockerfile"));

        // When
        upload(id, right);

        // Then
        assertThat(store.checks.check(id, "Dockerfile").entries()).isEqualTo(2);
    }

    @Test
    void refusesAnUploadThatWasCutOff() throws IOException {
        // Given: as a server that checks nothing would have it
        byte[] content = new byte[50_000];
        new Random(3).nextBytes(content);
        byte[] gzip = context("a.bin", content);
        ContextId id = id(gzip);
        store.bucket.call(s3 -> s3.putObject(
                put -> put.bucket("ondes").key(id.key()).metadata(Map.of(Contexts.SIZE, Long.toString(gzip.length))),
                RequestBody.fromBytes(Arrays.copyOf(gzip, 20_000))));

        // When, Then
        assertReason(StoreReason.TRUNCATED, () -> store.checks.check(id, "Dockerfile"));
        assertThat(store.contexts.find(id)).isEmpty();
    }

    @Test
    void keepsAContextThatCouldNotBeReadToItsEnd() throws IOException {
        // Given
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        byte[] gzip = context("a.bin", content);
        ContextId id = id(gzip);
        upload(id, gzip);

        try (FaultyWire wire = FaultyWire.before(s3.url());
                Store broken = Store.on(
                        s3, folder, Map.of("ondes.store.endpoint", wire.url().toString()))) {
            wire.cutAfter(100_000);

            // When, Then
            assertReason(StoreReason.UNREACHABLE, () -> broken.checks.check(id, "Dockerfile"));
        }
        assertThat(store.checks.check(id, "Dockerfile").size()).isEqualTo(gzip.length);
    }

    @Test
    void saysThatAContextWasNeverUploaded() {
        assertReason(
                StoreReason.MISSING,
                () -> store.checks.check(new ContextId(project, Hashes.sha256("never")), "Dockerfile"));
    }
}
