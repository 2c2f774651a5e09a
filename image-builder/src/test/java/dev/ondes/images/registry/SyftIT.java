package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.context.pack.ContextPacker;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.PackedContext;
import dev.ondes.images.outside.AttachedSboms;
import dev.ondes.images.outside.PushedImages;
import dev.ondes.images.sbom.SbomDocument;
import dev.ondes.images.sbom.SbomFormat;
import dev.ondes.images.sbom.Syft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real syft reads an image from a real docker-registry behind a password, by the arguments and in the environment that its pod has,
 * and what it prints hangs on the image then. Where a machine has syft, or {@code ONDES_SYFT} names it.
 */
@NeedsDockerRegistry
@EnabledIf("dev.ondes.images.registry.SyftIT#isInstalled")
class SyftIT {
    /** For {@code builder:let-me-in}, by htpasswd with bcrypt. */
    private static final String USERS = "builder:$2b$05$abcdefghijklmnopqrstuu3Jd./u/rH1RxB6auX5v7gLP6uWhKCgG\n";

    private static final Credentials.Basic BUILDER = new Credentials.Basic("builder", "let-me-in");

    @TempDir
    Path folder;

    private static Path program() {
        String named = System.getenv("ONDES_SYFT");
        return Path.of(named == null ? "/usr/local/bin/syft" : named);
    }

    static boolean isInstalled() {
        return Files.isExecutable(program());
    }

    @ParameterizedTest
    @EnumSource(SbomFormat.class)
    void whatItPrintsHangsOnTheImage(SbomFormat format) throws Exception {
        try (var server = DockerRegistry.start(folder, Optional.of(Files.writeString(folder.resolve("users"), USERS)));
                var registry = Settings.client(server.host())) {
            // Given
            var repository = new Repository(server.host(), "acme/app");
            var pushing = new Pushing(repository, BUILDER.header());
            Digest image = debian(pushing).digest();
            String auth = Base64.getEncoder().encodeToString("builder:let-me-in".getBytes(StandardCharsets.UTF_8));
            String config = "{\"auths\":{\"" + server.host() + "\":{\"auth\":\"" + auth + "\"}}}";
            Files.writeString(folder.resolve("config.json"), config);

            // When
            byte[] document = listed(format, repository + "@" + image, image.text());
            String digest = new AttachedSboms(registry, new PushedImages(registry, CredentialSource.NONE))
                    .attach(
                            List.of(repository + ":1", repository + ":2"),
                            image.text(),
                            format.mediaType(),
                            document,
                            config);

            // Then
            assertThat(new String(document, StandardCharsets.UTF_8)).contains("pkg:deb/debian/adduser@3.134");
            assertThat(pushing.get("/manifests/" + Registry.fallbackTag(image)))
                    .contains(digest, "\"artifactType\":\"" + format.mediaType() + "\"");
            assertThat(pushing.get("/manifests/" + digest))
                    .contains("\"subject\"", image.text(), Digest.of(document).text());
            assertThat(pushing.get("/blobs/" + Digest.of(document)))
                    .isEqualTo(new String(document, StandardCharsets.UTF_8));
        }
    }

    /** With one package of Debian's. */
    private Pushing.Pushed debian(Pushing pushing) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(root.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=\"12\"\n");
        Files.createDirectories(root.resolve("var/lib/dpkg"));
        Files.writeString(root.resolve("var/lib/dpkg/status"), """
                Package: adduser
                Status: install ok installed
                Maintainer: Debian Adduser Developers <adduser@packages.debian.org>
                Architecture: all
                Version: 3.134

                """);
        PackedContext layer =
                ContextPacker.usual().pack(ContextTree.of(root, "Dockerfile"), folder.resolve("layer.tar.gz"));
        return pushing.image(
                "1",
                Files.readAllBytes(layer.archive()),
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":"
                        + "[\"sha256:" + layer.tarSha256() + "\"]}}",
                MediaTypes.OCI_MANIFEST);
    }

    private byte[] listed(SbomFormat format, String name, String digest) throws Exception {
        var syft = new Syft("syft", List.of(), format, "1Gi", Duration.ofMinutes(1));
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(syft.args(name));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = process.environment();
        environment.clear();
        environment.putAll(syft.environment(true, false));
        environment.replaceAll((_, value) -> value.startsWith("/") ? folder.toString() : value);
        try (InputStream printed = process.start().getInputStream()) {
            return SbomDocument.read(printed, format, digest);
        }
    }
}
