package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client before a registry that has troubles. */
class RegistryTest {
    /** ECR's word. */
    private static final String IMMUTABLE =
            "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"The image tag 'multi' already exists and is immutable\"}]}";

    private static final String IMAGE =
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"layers\":[]}";
    private static final Credentials NOBODY = new Credentials.Anonymous();
    private static final Credentials BUILDER = new Credentials.Basic("builder", "let-me-in");

    private final FakeRegistry server = new FakeRegistry();
    private final Repository repository = new Repository(server.host(), "acme/app");
    private final List<Duration> pauses = new ArrayList<>();
    private Registry registry;

    @BeforeEach
    void open() {
        registry = client(Map.of("ondes.registry.tries", "3"));
        server.hold("v1", IMAGE);
    }

    private Registry client(Map<String, String> more) {
        return Settings.client(server.host(), more, pauses::add);
    }

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    private void assertReason(RegistryReason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED, 1",
        "403, FORBIDDEN, 1",
        "400, REFUSED, 1",
        "307, REFUSED, 1",
        "429, BUSY, 3",
        "500, BROKEN, 3",
        "503, BROKEN, 3",
        "504, SLOW, 3",
    })
    void tellsWhatARefusalMeansAndAsksAgainWhereItMayPass(int status, RegistryReason reason, int tries) {
        // Given
        for (int i = 0; i < 3; i++) {
            server.trouble(status, Map.of(), "{\"errors\":[{\"code\":\"X\",\"message\":\"no\\nway\"}]}");
        }

        // When, Then
        assertThatThrownBy(() -> registry.find(repository, "v1", NOBODY))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused)
                            .hasMessageStartingWith(reason.sentence())
                            .hasMessageContaining("X no way");
                });
        assertThat(server.asked()).hasSize(tries);
    }

    @Test
    void waitsAsLongAsTheRegistryWishes() {
        // Given
        server.trouble(429, Map.of("Retry-After", "7"), "").trouble(503, Map.of(), "");

        // When
        var found = registry.find(repository, "v1", NOBODY);

        // Then
        assertThat(found).isPresent();
        assertThat(pauses).hasSize(2).startsWith(Duration.ofSeconds(7));
    }

    @Test
    void anIndexUnderATagThatMayNotBeChangedIsThereOrIsAnothers() {
        // Given
        Manifest pushed = registry.pushIndex(repository, "multi", children(), NOBODY);

        // When
        server.trouble(400, Map.of(), IMMUTABLE);
        Manifest again = registry.pushIndex(repository, "multi", children(), NOBODY);

        // Then
        assertThat(again).isEqualTo(pushed);
    }

    @ParameterizedTest
    @CsvSource({
        "400, TAG_INVALID, The image tag 'v1' already exists and is immutable, v1, TAG_TAKEN",
        "400, MANIFEST_INVALID, cannot update tag v1: the repository has enabled tag immutability, v1, TAG_TAKEN",
        "405, TAG_INVALID, tag can not be overwritten, v1, TAG_TAKEN",
        "409, X, conflict, v1, TAG_TAKEN",
        "412, PRECONDITION, configured as immutable, v1, TAG_TAKEN",
        "412, PROJECTPOLICYVIOLATION, no, new, REFUSED",
        "400, MANIFEST_INVALID, no, v1, REFUSED",
        "405, UNSUPPORTED, read-only, v1, REFUSED",
        "400, TAG_INVALID, no, new, REFUSED",
        "403, DENIED, the tag is immutable, v1, FORBIDDEN",
        "401, UNAUTHORIZED, the tag already exists, v1, UNAUTHORIZED",
        "413, X, overwritten, v1, TOO_LARGE",
    })
    void aRefusedIndexIsATakenTagOnlyWhereTheRegistrySaysSo(
            int status, String code, String message, String tag, RegistryReason reason) {
        // Given
        server.trouble(
                status, Map.of(), "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));

        // When, Then
        assertThatThrownBy(() -> registry.pushIndex(repository, tag, children(), NOBODY))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused).hasMessageContaining(status + " " + code + " " + message);
                });
    }

    private List<Manifest.Child> children() {
        return List.of(new Manifest.Child(
                Digest.of(IMAGE.getBytes(StandardCharsets.UTF_8)),
                MediaTypes.OCI_MANIFEST,
                IMAGE.length(),
                Platform.parse("linux/amd64")));
    }

    @Test
    void givesUpWhenTheRegistryWishesTooLong() {
        // Given
        server.trouble(429, Map.of("Retry-After", "3600"), "");

        // When, Then
        assertThatThrownBy(() -> registry.find(repository, "v1", NOBODY))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RegistryReason.BUSY);
                    assertThat(refused.retryAfter()).hasValue(Duration.ofHours(1));
                });
        assertThat(pauses).isEmpty();
    }

    @Test
    void tellsThatTheLimitOfPullsIsReachedWhateverTheStatus() {
        // Given
        server.trouble(403, Map.of(), "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"pull rate limit\"}]}");

        // When
        var found = registry.find(repository, "v1", NOBODY);

        // Then
        assertThat(found).isPresent();
    }

    @Test
    void noticesBytesThatAreNotOfTheirDigest() {
        // Given
        server.lieAbout("v1");

        // When, Then
        assertReason(RegistryReason.WRONG_DIGEST, () -> registry.find(repository, "v1", NOBODY));

        // Given
        String digest = Digest.of(IMAGE.getBytes(StandardCharsets.UTF_8)).text();
        server.lieAbout(digest);

        // When, Then
        assertReason(RegistryReason.WRONG_DIGEST, () -> registry.find(repository, digest, NOBODY));
    }

    @Test
    void noticesWhatIsNoManifest() {
        // Given
        server.hold("page", "<html>");
        server.hold(
                "old", "{\"schemaVersion\":1,\"mediaType\":\"application/vnd.docker.distribution.manifest.v1+json\"}");

        // When, Then
        assertReason(RegistryReason.UNREADABLE, () -> registry.find(repository, "page", NOBODY));
        assertReason(RegistryReason.UNREADABLE, () -> registry.find(repository, "old", NOBODY));
    }

    @Test
    void reachesForATokenWhereTheRegistryWantsOneAndUsesItAgain() {
        // Given
        server.withTokens();

        // When
        registry.find(repository, "v1", BUILDER);
        registry.find(repository, "v1", BUILDER);

        // Then
        assertThat(server.asked())
                .containsExactly(
                        "GET /v2/acme/app/manifests/v1",
                        "GET /token?scope=repository%3Aacme%2Fapp%3Apull&service=fake",
                        "GET /v2/acme/app/manifests/v1",
                        "GET /v2/acme/app/manifests/v1");
    }

    @Test
    void givesNobodysTokenToNobodyElse() {
        // Given
        server.withTokens();
        registry.find(repository, "v1", BUILDER);

        // When, Then
        assertReason(RegistryReason.FORBIDDEN, () -> registry.find(repository, "v1", NOBODY));
        assertReason(
                RegistryReason.UNAUTHORIZED,
                () -> registry.find(repository, "v1", new Credentials.Basic("builder", "wrong")));
    }

    @Test
    void doesNotTakeCredentialsOverAPlainConnectionBecauseARegistrySaysSo() {
        // Given: a registry of which nobody said that it is reached so
        server.withTokensOf("ftp://elsewhere/token");

        // When, Then
        assertThatThrownBy(() -> new Authentication(
                                _ -> {
                                    throw new AssertionError("asked all the same");
                                },
                                Settings.of("", Map.of()),
                                java.time.Clock.systemUTC())
                        .answer(
                                refusal("Bearer realm=\"http://elsewhere/token\",service=\"s\""),
                                repository,
                                Access.PULL,
                                BUILDER))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RegistryReason.REFUSED);
                    assertThat(refused).message().doesNotContain("let-me-in");
                });
    }

    private static java.net.http.HttpResponse<byte[]> refusal(String challenge) throws Exception {
        try (FakeRegistry registry = new FakeRegistry();
                java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
            registry.trouble(401, Map.of("WWW-Authenticate", challenge), "");
            return http.send(
                    java.net.http.HttpRequest.newBuilder(
                                    java.net.URI.create("http://" + registry.host() + "/v2/acme/app/x/y"))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void saysThatItIsSlow() {
        // Given
        server.fallSilent();
        try (Registry hasty = client(Map.of("ondes.registry.request-limit", "PT0.2S", "ondes.registry.tries", "2"))) {
            // When, Then
            assertReason(RegistryReason.SLOW, () -> hasty.find(repository, "v1", NOBODY));
        }
        assertThat(pauses).hasSize(1);
    }

    @Test
    void saysThatItIsNotThere() {
        // Given
        server.close();

        // When, Then
        assertReason(RegistryReason.UNREACHABLE, () -> registry.find(repository, "v1", NOBODY));
    }

    @Test
    void leavesTheFallbackTagAloneWhereTheRegistryHasReferrers() {
        // Given
        server.withReferrers();
        Manifest image = registry.find(repository, "v1", NOBODY).orElseThrow();

        // When
        Digest digest = registry.attach(
                repository, image, new Artifact("application/x", new byte[] {1}, Map.of("a", "b")), NOBODY);

        // Then
        assertThat(server.manifest(digest.text()))
                .contains("\"artifactType\":\"application/x\"", "\"annotations\":{\"a\":\"b\"}");
        assertThat(server.manifest(Registry.fallbackTag(image.digest()))).isNull();
    }
}
