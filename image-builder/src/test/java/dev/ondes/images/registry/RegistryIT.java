package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real docker-registry, behind a password. */
@NeedsDockerRegistry
class RegistryIT {
    /** For {@code builder:let-me-in}, by htpasswd with bcrypt. */
    private static final String USERS = "builder:$2b$05$abcdefghijklmnopqrstuu3Jd./u/rH1RxB6auX5v7gLP6uWhKCgG\n";

    private static final Credentials BUILDER = new Credentials.Basic("builder", "let-me-in");

    @TempDir
    static Path folder;

    private static DockerRegistry server;

    private final Repository repository = new Repository(server.host(), "acme/app");
    private final Pushing pushing = new Pushing(repository, ((Credentials.Basic) BUILDER).header());
    private Registry registry;

    @BeforeAll
    static void start() throws Exception {
        server = DockerRegistry.start(folder, Optional.of(Files.writeString(folder.resolve("users"), USERS)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        registry = Settings.client(server.host());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST})
    void findsAnImageByItsTagAndByItsDigest(String mediaType) {
        // Given
        Pushing.Pushed pushed = pushing.image("v1", "layer of " + mediaType, mediaType);

        // When
        Manifest byTag = registry.find(repository, "v1", BUILDER).orElseThrow();
        Manifest byDigest =
                registry.find(repository, pushed.digest().text(), BUILDER).orElseThrow();

        // Then
        assertThat(byTag).isEqualTo(byDigest);
        assertThat(byTag.digest()).isEqualTo(pushed.digest());
        assertThat(byTag.mediaType()).isEqualTo(mediaType);
        assertThat(byTag.size()).isEqualTo(pushed.size());
        assertThat(byTag.imageSize()).isEqualTo(pushed.imageSize());
        assertThat(byTag.layers()).hasSize(1);
        assertThat(registry.digest(repository, "v1", BUILDER)).hasValue(pushed.digest());
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(registry.find(repository, "nowhere", BUILDER)).isEmpty();
        assertThat(registry.digest(repository, "nowhere", BUILDER)).isEmpty();
        assertThat(registry.find(repository, "sha256:" + "0".repeat(64), BUILDER))
                .isEmpty();
    }

    @Test
    void saysThatThePasswordIsWrongWithoutSayingIt() {
        assertThatThrownBy(() -> registry.find(repository, "v1", new Credentials.Basic("builder", "a-wrong-one")))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RegistryReason.UNAUTHORIZED);
                    assertThat(refused).message().doesNotContain("a-wrong-one");
                });
        assertThatThrownBy(() -> registry.find(repository, "v1", new Credentials.Anonymous()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RegistryReason.UNAUTHORIZED));
    }

    @Test
    void pushesAnIndexOverImagesOfSeveralPlatforms() {
        // Given
        Pushing.Pushed amd = pushing.image("multi-amd64", "for amd64", MediaTypes.OCI_MANIFEST);
        Pushing.Pushed arm = pushing.image("multi-arm64", "for arm64", MediaTypes.OCI_MANIFEST);
        List<Manifest.Child> images = List.of(
                new Manifest.Child(amd.digest(), MediaTypes.OCI_MANIFEST, amd.size(), Platform.parse("linux/amd64")),
                new Manifest.Child(
                        arm.digest(), MediaTypes.OCI_MANIFEST, arm.size(), Platform.parse("linux/arm64/v8")));

        // When
        Manifest first = registry.pushIndex(repository, "multi", images, BUILDER);
        Manifest again = registry.pushIndex(repository, "multi", images, BUILDER);

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(registry.find(repository, "multi", BUILDER)).hasValueSatisfying(found -> {
            assertThat(found.digest()).isEqualTo(first.digest());
            assertThat(found.isIndex()).isTrue();
            assertThat(found.children()).isEqualTo(images);
        });
    }

    @Test
    void attachesDocumentsUnderTheFallbackTagWhereTheRegistryHasNoReferrers() {
        // Given
        pushing.image("signed", "an image", MediaTypes.OCI_MANIFEST);
        Manifest image = registry.find(repository, "signed", BUILDER).orElseThrow();
        var statement = new Artifact(
                "application/vnd.in-toto+json",
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                Map.of("in-toto.io/predicate-type", "https://slsa.dev/provenance/v1"));
        var bill = new Artifact("application/spdx+json", "{}".getBytes(StandardCharsets.UTF_8), Map.of());

        // When
        Digest first = registry.attach(repository, image, statement, BUILDER);
        registry.attach(repository, image, statement, BUILDER);
        Digest second = registry.attach(repository, image, bill, BUILDER);

        // Then
        Manifest referrers = registry.find(repository, Registry.fallbackTag(image.digest()), BUILDER)
                .orElseThrow();
        assertThat(referrers.children()).extracting(Manifest.Child::digest).containsExactly(first, second);
        assertThat(pushing.get("/manifests/" + first))
                .contains("\"subject\":{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\""
                        + image.digest());
        assertThat(pushing.get("/blobs/" + Digest.of(statement.content()))).isEqualTo("{\"a\":1}");
    }
}
