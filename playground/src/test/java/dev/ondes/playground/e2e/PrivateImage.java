package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** An image with a shell, the usual commands and a file {@code /made}, at a GitLab's registry. */
final class PrivateImage {
    private final URI gitlab;
    private final String login;

    /** @param login with every right, as a header has it */
    PrivateImage(URI gitlab, String login) {
        this.gitlab = gitlab;
        this.login = login;
    }

    /** Pushes it as {@code 1}. @param work an empty folder */
    void push(String repository, Path work) throws IOException, InterruptedException {
        byte[] layer = layer(work);
        String config =
                """
                {"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64", digest(layer));
        byte[] configuration = config.getBytes(StandardCharsets.UTF_8);
        String manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}""".formatted(digest(configuration), configuration.length, digest(layer), layer.length);
        try (HttpClient http = HttpClient.newHttpClient()) {
            put(http, repository + "/blobs/" + digest(layer), layer);
            put(http, repository + "/blobs/" + digest(configuration), configuration);
            put(http, repository + "/manifests/1", manifest.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] layer(Path work) throws IOException {
        Path bin = Files.createDirectories(work.resolve("root/bin"));
        Path busybox = Files.copy(Tool.find("busybox").orElseThrow(), bin.resolve("busybox"));
        for (String command :
                Tool.must(work, List.of(busybox.toString(), "--list")).split("\n")) {
            if (!command.equals("busybox")) {
                Files.createSymbolicLink(bin.resolve(command), Path.of("busybox"));
            }
        }
        Files.writeString(work.resolve("root/made"), "a private image\n");
        Tool.must(work, List.of("tar", "--owner=0", "--group=0", "-C", "root", "-cf", "layer.tar", "."));
        return Files.readAllBytes(work.resolve("layer.tar"));
    }

    private void put(HttpClient http, String path, byte[] content) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(gitlab.resolve("/v2/" + path))
                        .header("Authorization", login)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
