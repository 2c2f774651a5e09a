package dev.ondes.playground.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.process.Place;
import dev.ondes.s3.SimulatedS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePartsIT {
    @TempDir
    Path folder;

    @Test
    void keepsImagesOverTheRegistrysCrash() throws Exception {
        try (var registry = ImageRegistry.start(Place.LOOPBACK, folder, line -> {});
                HttpClient http = HttpClient.newHttpClient()) {
            // Given
            URI base = URI.create("http://" + registry.host() + "/v2/acme/app/blobs/");
            HttpResponse<Void> begun = http.send(
                    HttpRequest.newBuilder(base.resolve("uploads/"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
            http.send(
                    HttpRequest.newBuilder(base.resolve(
                                    begun.headers().firstValue("Location").orElseThrow() + "&digest=" + digest))
                            .PUT(BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.discarding());

            // When
            registry.kill();
            registry.restart();

            // Then
            assertThat(get(http, URI.create(base + digest)).body()).isEqualTo("hello");
        }
    }

    private static HttpResponse<String> get(HttpClient http, URI url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    @Test
    void hasAnS3ThatNobodyReadsWithoutItsSecret() {
        try (var store = ObjectStore.start(Place.LOOPBACK, folder)) {
            // When
            store.kill();
            store.restart();

            // Then
            assertThat(SimulatedS3.answers(store.server().url())).isTrue();
            assertThat(store.server()).asString().doesNotContain(store.server().secretKey());
        }
    }
}
