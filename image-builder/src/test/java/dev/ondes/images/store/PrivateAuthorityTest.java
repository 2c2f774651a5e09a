package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.SecureServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateAuthorityTest {
    @TempDir
    Path folder;

    @Test
    void aStoreOfAPrivateAuthorityIsAskedByThoseWhoAreTold() throws Exception {
        try (var server = new SecureServer(Files.createDirectory(folder.resolve("keys")), exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        })) {
            StoreSettings settings = Store.settings(Map.of(
                    "ondes.store.bucket",
                    "ondes",
                    "ondes.store.endpoint",
                    "https://" + server.host(),
                    "ondes.store.path-style",
                    "true",
                    "ondes.store.call-limit",
                    "PT2S",
                    "ondes.store.credentials-file",
                    Files.writeString(folder.resolve("credentials"), "access-key=a\nsecret-key=s\n")
                            .toString()));

            try (Bucket told = Bucket.open(settings, Authorities.of("ca-file", server.authority()));
                    Bucket untold = Bucket.open(settings, Authorities.USUAL)) {
                assertThat(new StoreProbe(told, Clock.systemUTC()).look()).isEmpty();
                assertThat(new StoreProbe(untold, Clock.systemUTC()).look())
                        .hasValueSatisfying(
                                trouble -> assertThat(trouble.reason()).isEqualTo(StoreReason.UNREACHABLE));
            }
        }
    }
}
