package dev.ondes.images.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Pushes images as a builder does, by requests of its own: what it pushed is known without asking our client. */
final class Pushing {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String authorization;

    Pushing(Repository repository, String authorization) {
        this.base = "http://" + repository.host() + "/v2/" + repository.path();
        this.authorization = authorization;
    }

    /** An image of one layer of these words. */
    Pushed image(String tag, String words, String mediaType) {
        return image(
                tag,
                words.getBytes(StandardCharsets.UTF_8),
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"of\":\"" + words + "\"}",
                mediaType);
    }

    /** An image of this layer and configuration. */
    Pushed image(String tag, byte[] layer, String configuration, String mediaType) {
        byte[] config = configuration.getBytes(StandardCharsets.UTF_8);
        blob(layer);
        blob(config);
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}""".formatted(mediaType, Digest.of(config), config.length, Digest.of(layer), layer.length);
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        send(request("/manifests/" + tag).header("Content-Type", mediaType).PUT(BodyPublishers.ofByteArray(bytes)));
        return new Pushed(Digest.of(bytes), bytes.length, layer.length + config.length);
    }

    record Pushed(Digest digest, long size, long imageSize) {}

    private void blob(byte[] bytes) {
        HttpResponse<String> begun = send(request("/blobs/uploads/").POST(BodyPublishers.noBody()));
        String location = begun.headers().firstValue("Location").orElseThrow();
        send(authorized(HttpRequest.newBuilder(begun.uri().resolve(location + "&digest=" + Digest.of(bytes))))
                .PUT(BodyPublishers.ofByteArray(bytes)));
    }

    String get(String path) {
        return send(request(path).header("Accept", MediaTypes.OCI_INDEX + ", " + MediaTypes.OCI_MANIFEST))
                .body();
    }

    private HttpRequest.Builder request(String path) {
        return authorized(HttpRequest.newBuilder(URI.create(base + path)));
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
