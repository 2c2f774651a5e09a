package dev.ondes.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SimulatedS3IT {
    @TempDir
    Path folder;

    private SimulatedS3 s3;

    @BeforeEach
    void start() {
        s3 = SimulatedS3.start(folder, "ondes");
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private S3Client client(String secret) {
        return S3Client.builder()
                .endpointOverride(s3.url())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(s3.server().accessKey(), secret)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Test
    void keepsObjectsAndTheirMetadataOverACrash() {
        // Given
        try (S3Client client = client(s3.server().secretKey())) {
            client.putObject(
                    put -> put.bucket("ondes").key("a/b").metadata(Map.of("tar-sha256", "12")),
                    RequestBody.fromString("hello"));

            // When
            s3.kill();
            s3.restart();

            // Then
            var object = client.getObjectAsBytes(get -> get.bucket("ondes").key("a/b"));
            assertThat(object.asUtf8String()).isEqualTo("hello");
            assertThat(object.response().metadata()).containsEntry("tar-sha256", "12");
        }
    }

    @Test
    void refusesWhoHasNotTheSecret() {
        try (S3Client client = client("a guess")) {
            assertThatThrownBy(() -> client.headBucket(head -> head.bucket("ondes")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refused -> assertThat(refused.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void refusesAnObjectThatMustBeNewWhenItIsThere() {
        // Given
        try (S3Client client = client(s3.server().secretKey())) {
            client.putObject(put -> put.bucket("ondes").key("once"), RequestBody.fromString("1"));

            // When, Then
            assertThatThrownBy(() -> client.putObject(
                            put -> put.bucket("ondes").key("once").ifNoneMatch("*"), RequestBody.fromString("2")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refused -> assertThat(refused.statusCode()).isEqualTo(412));
        }
    }
}
