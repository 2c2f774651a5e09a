package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** AWS' client before an ECR that hands out numbered passwords for twelve hours. */
class EcrCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T01:00:00Z");
    private static final Repository IRELAND =
            new Repository("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "acme/app");

    private final AtomicInteger given = new AtomicInteger();
    private HttpServer server;
    private Instant now = NOW;
    private boolean refuses;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String pair = Base64.getEncoder()
                    .encodeToString(("AWS:password-" + given.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
            byte[] body = (refuses
                            ? "{\"__type\":\"AccessDeniedException\",\"message\":\"no role\"}"
                            : "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"expiresAt\":%d}]}"
                                    .formatted(
                                            pair, now.plus(Duration.ofHours(12)).getEpochSecond()))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(refuses ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private EcrCredentials credentials() {
        return new EcrCredentials(this::client, new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    private EcrClient client(Region region) {
        return EcrClient.builder()
                .region(region)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Test
    void keepsWhatItGotUntilItsEndIsNear() {
        try (EcrCredentials ecr = credentials()) {
            // When
            Credentials first = ecr.find(IRELAND);
            now = NOW.plus(Duration.ofHours(10));
            Credentials later = ecr.find(IRELAND);
            now = NOW.plus(Duration.ofHours(11)).plusSeconds(1);
            Credentials last = ecr.find(IRELAND);

            // Then
            assertThat(first)
                    .isEqualTo(new Credentials.Basic("AWS", "password-1"))
                    .isEqualTo(later);
            assertThat(last).isEqualTo(new Credentials.Basic("AWS", "password-2"));
        }
    }

    @Test
    void asksEachRegionForItsOwnAndNobodyForOthers() {
        try (EcrCredentials ecr = credentials()) {
            // When
            ecr.find(IRELAND);
            ecr.find(new Repository("123456789012.dkr.ecr.us-east-1.amazonaws.com", "x"));
            Credentials other =
                    ecr.find(new Repository("123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example", "x"));

            // Then
            assertThat(other).isEqualTo(new Credentials.Anonymous());
            assertThat(given).hasValue(2);
        }
    }

    @Test
    void saysThatOurRoleMayNot() {
        // Given
        refuses = true;
        try (EcrCredentials ecr = credentials()) {
            // When, Then
            assertThatThrownBy(() -> ecr.find(IRELAND)).isInstanceOfSatisfying(RegistryException.class, refused -> {
                assertThat(refused.reason()).isEqualTo(RegistryReason.UNAUTHORIZED);
                assertThat(refused).hasMessageContaining("eu-west-1").hasMessageContaining("no role");
            });
        }
    }
}
