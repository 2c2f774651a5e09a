package dev.ondes.images.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.SecureServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateAuthorityTest {
    @TempDir
    Path folder;

    @Test
    void aRegistryOfAPrivateAuthorityIsAskedByThoseWhoAreTold() throws Exception {
        try (var server = new SecureServer(folder, exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        })) {
            var repository = new Repository(server.host(), "acme/app");
            var nobody = new Credentials.Anonymous();

            try (Registry told = client(Authorities.of("ca-file", server.authority()));
                    Registry untold = client(Authorities.USUAL)) {
                assertThat(told.find(repository, "1", nobody)).isEmpty();
                assertThatThrownBy(() -> untold.find(repository, "1", nobody))
                        .isInstanceOfSatisfying(
                                RegistryException.class,
                                trouble -> assertThat(trouble.reason()).isEqualTo(RegistryReason.UNREACHABLE));
            }
        }
    }

    private static Registry client(Authorities authorities) {
        return new Registry(Settings.of("", Map.of()), authorities, _ -> {}, new Random(1), Clock.systemUTC());
    }
}
