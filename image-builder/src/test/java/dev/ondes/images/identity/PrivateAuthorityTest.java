package dev.ondes.images.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.SecureServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateAuthorityTest {
    private static final byte[] NO_KEYS = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aGitLabOfAPrivateAuthorityIsAskedForItsKeysByThoseWhoAreTold() throws Exception {
        try (var gitlab = new FakeGitLab();
                var server = new SecureServer(folder, exchange -> {
                    exchange.sendResponseHeaders(200, NO_KEYS.length);
                    exchange.getResponseBody().write(NO_KEYS);
                    exchange.close();
                })) {
            String token = gitlab.token(FakeGitLab.claims(Instant.now()).build());

            assertThat(problem(server, Authorities.of("ca-file", server.authority()), token))
                    .isEqualTo(TokenProblem.KEY_UNKNOWN);
            assertThat(problem(server, Authorities.USUAL, token)).isEqualTo(TokenProblem.KEYS_UNREACHABLE);
        }
    }

    private static TokenProblem problem(SecureServer server, Authorities authorities, String token) {
        var issuer = new Issuer(
                FakeGitLab.ISSUER,
                URI.create("https://" + server.host() + "/keys"),
                FakeGitLab.AUDIENCE,
                Duration.ofHours(2));
        Tokens tokens =
                Tokens.of(List.of(issuer), Optional.empty(), Duration.ofMinutes(5), authorities, Clock.systemUTC());
        return catchThrowableOfType(TokenRefusedException.class, () -> tokens.verify(token))
                .problem();
    }
}
