package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ondes.s3.SimulatedS3;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CI job may do with what the service hands it, on an S3 that checks every signature. */
class UploadsIT {
    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir
    static Path folder;

    private static SimulatedS3 s3;
    private static long project = 1;

    private Store store;
    private ContextId id;

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
        store = Store.on(s3, folder, Map.of());
        id = new ContextId(++project, Hashes.sha256("the tar"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Offer offer(byte[] bytes) {
        return new Offer(id, Hashes.sha256(bytes), bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private SignedRequest whole(byte[] bytes) {
        return ((Upload.Whole) store.uploads.begin(offer(bytes))).put();
    }

    @Test
    void takesAContextOnceAndSaysThenThatItIsThere() {
        // Given
        byte[] context = bytes("a context");

        // When
        HttpResponse<String> sent = store.put(whole(context), context);

        // Then
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(store.uploads.begin(offer(context))).isEqualTo(new Upload.Present());
        assertThat(store.contexts.find(id)).hasValueSatisfying(found -> {
            assertThat(found.size()).isEqualTo(context.length);
            assertThat(found.announced()).hasValue(Hashes.sha256(context));
            assertThat(found.announcedSize()).hasValue((long) context.length);
        });
    }

    @Test
    void givesNoProjectTheContextOfAnother() {
        // Given
        byte[] context = bytes("a context");
        store.put(whole(context), context);

        // When
        Upload other = store.uploads.begin(
                new Offer(new ContextId(id.project() + 1000, id.tarSha256()), Hashes.sha256(context), context.length));

        // Then
        assertThat(other).isInstanceOf(Upload.Whole.class);
    }

    @Test
    void takesNoOtherBytesThanAnnounced() {
        // Given
        SignedRequest put = whole(bytes("a context"));

        // When
        HttpResponse<String> sent = store.put(put, bytes("b context"));

        // Then
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(fault(sent)).isEqualTo(StoreReason.WRONG_HASH);
        assertThat(store.contexts.find(id)).isEmpty();
    }

    @Test
    void takesNoMoreBytesThanAnnounced() {
        // Given
        SignedRequest put = whole(bytes("a context"));

        // When
        HttpResponse<String> sent = store.put(put, bytes("a context and more"));

        // Then
        assertThat(sent.statusCode()).isEqualTo(403);
        assertThat(store.contexts.find(id)).isEmpty();
    }

    @Test
    void takesTheSameUrlOnlyOnce() {
        // Given
        byte[] context = bytes("a context");
        SignedRequest put = whole(context);
        store.put(put, context);

        // When
        HttpResponse<String> again = store.put(put, context);

        // Then
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(fault(again)).isEqualTo(StoreReason.ALREADY_THERE);
    }

    @Test
    void takesNothingWithAHeaderLeftOut() {
        // Given
        byte[] context = bytes("a context");
        SignedRequest put = whole(context);

        // When
        HttpResponse<String> sent = store.put(new SignedRequest(put.url(), Map.of(), put.expiresAt()), context);

        // Then
        assertThat(sent.statusCode()).isEqualTo(403);
    }

    @Test
    void refusesAUrlThatHasExpired() {
        // Given: the shortest lifetime that S3 knows
        byte[] context = bytes("a context");
        SignedRequest put = store.bucket.sign(signer ->
                signer.presignPutObject(sign -> sign.signatureDuration(Duration.ofSeconds(1))
                        .putObjectRequest(object -> object.bucket("ondes").key("contexts/expired"))));
        await().until(() -> Instant.now().isAfter(put.expiresAt().plusMillis(1500)));

        // When
        HttpResponse<String> sent = store.put(put, context);

        // Then
        assertThat(sent.statusCode()).isEqualTo(403);
        assertThat(fault(sent)).isEqualTo(StoreReason.EXPIRED);
    }

    @Test
    void goesOnWithAnUploadInPartsWhereItStopped() {
        // Given
        byte[] context = bytes(12 * MEBIBYTE);
        var begun = (Upload.InParts) store.uploads.begin(offer(context));
        assertThat(begun.missing()).extracting(Upload.Part::number).containsExactly(1, 2, 3);
        assertThat(begun.missing())
                .extracting(Upload.Part::size)
                .containsExactly(5L * MEBIBYTE, 5L * MEBIBYTE, 2L * MEBIBYTE);
        send(context, begun, 2);

        // When: another process asks
        var resumed = (Upload.InParts) store.uploads.begin(offer(context));

        // Then
        assertThat(resumed.uploadId()).isEqualTo(begun.uploadId());
        assertThat(resumed.present()).containsExactly(2);
        assertThat(resumed.missing()).extracting(Upload.Part::number).containsExactly(1, 3);

        // When
        var sent = List.of(send(context, resumed, 1), send(context, resumed, 3));
        store.uploads.complete(id, resumed.uploadId(), sent);
        store.uploads.complete(id, resumed.uploadId(), sent);

        // Then
        assertThat(Hashes.sha256(store.contexts.open(id))).isEqualTo(Hashes.sha256(context));
        assertThat(store.uploads.begin(offer(context))).isEqualTo(new Upload.Present());
    }

    private Upload.Sent send(byte[] context, Upload.InParts upload, int number) {
        Upload.Part part = upload.missing().stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow();
        int from = (number - 1) * (int) upload.partSize();
        HttpResponse<String> sent = store.put(part.put(), Arrays.copyOfRange(context, from, from + (int) part.size()));
        assertThat(sent.statusCode()).isEqualTo(200);
        return new Upload.Sent(number, sent.headers().firstValue("ETag").orElseThrow());
    }

    @Test
    void doesNotJoinPartsThatAreNotThere() {
        // Given
        byte[] context = bytes(6 * MEBIBYTE);
        var begun = (Upload.InParts) store.uploads.begin(offer(context));
        Upload.Sent first = send(context, begun, 1);

        // When, Then
        assertThatThrownBy(() ->
                        store.uploads.complete(id, begun.uploadId(), List.of(first, new Upload.Sent(2, "\"no\""))))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StoreReason.WRONG_PARTS));
    }

    @Test
    void beginsAnewWhenTheUploadWasAborted() {
        // Given
        byte[] context = bytes(6 * MEBIBYTE);
        var begun = (Upload.InParts) store.uploads.begin(offer(context));
        store.uploads.abort(offer(context));

        // When
        var again = (Upload.InParts) store.uploads.begin(offer(context));

        // Then
        assertThat(again.uploadId()).isNotEqualTo(begun.uploadId());
        assertThatThrownBy(() -> store.uploads.complete(id, begun.uploadId(), List.of()))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StoreReason.UPLOAD_GONE));
    }

    @Test
    void refusesAContextThatIsTooLarge() {
        try (Store small = Store.on(s3, folder, Map.of("ondes.store.context-limit", "10"))) {
            assertThatThrownBy(() -> small.uploads.begin(offer(bytes("eleven bytes"))))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(StoreReason.TOO_LARGE));
        }
    }

    @Test
    void letsABuilderReadAContextAndNobodyElse() {
        // Given
        byte[] context = bytes("a context");
        store.put(whole(context), context);

        // When
        SignedRequest get = store.contexts.download(id);

        // Then
        assertThat(get.headers()).as("the pod has the URL alone").isEmpty();
        assertThat(store.get(get).body()).isEqualTo("a context");
        assertThat(store.get(new SignedRequest(Store.withoutQuery(get.url()), Map.of(), get.expiresAt()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get).asString().doesNotContain("Signature").contains("***");
    }

    @Test
    void renewsAContextThatIsUsedInTheSecondHalfOfItsTime() {
        // Given
        byte[] context = bytes("a context");
        store.put(whole(context), context);
        Instant before = store.contexts.find(id).orElseThrow().lastModified();
        await().until(() -> Instant.now().isAfter(before.plusMillis(1100)));
        Clock late = Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC);

        try (Store later = Store.on(s3, folder, Map.of(), late)) {
            // When
            boolean there = later.contexts.use(id);

            // Then
            assertThat(there).isTrue();
            assertThat(later.contexts.find(id)).hasValueSatisfying(renewed -> {
                assertThat(renewed.lastModified()).isAfter(before);
                assertThat(renewed.announced()).hasValue(Hashes.sha256(context));
            });
        }
    }

    private static StoreReason fault(HttpResponse<String> answer) {
        return StoreFaults.of(answer.statusCode(), element(answer, "Code"), element(answer, "Message"));
    }

    private static String element(HttpResponse<String> answer, String name) {
        return answer.body().replaceAll("(?s).*<" + name + ">(.*?)</" + name + ">.*", "$1");
    }
}
