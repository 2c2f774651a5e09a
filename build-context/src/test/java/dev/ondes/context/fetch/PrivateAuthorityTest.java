package dev.ondes.context.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.SecureServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateAuthorityTest {
    private static final byte[] CONTEXT = "a context".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aStoreOfAPrivateAuthorityIsReadByThoseWhoAreTold() throws Exception {
        try (var store = store()) {
            assertThat(download(store, Authorities.of("ca-file", store.authority())))
                    .isEqualTo(CONTEXT);
            assertThatThrownBy(() -> download(store, Authorities.USUAL))
                    .isInstanceOf(FetchFailedException.class)
                    .hasMessageContaining("certification path");
        }
    }

    /** What the server says is a repository without a branch, to git. */
    @Test
    void gitIsToldToo() throws Exception {
        try (var store = store()) {
            String url = "https://" + store.host() + "/a.git";

            assertThat(git("told", Authorities.of("ca-file", store.authority())).run(folder, "ls-remote", url))
                    .isEmpty();
            assertThatThrownBy(() -> git("untold", Authorities.USUAL).run(folder, "ls-remote", url))
                    .isInstanceOf(FetchFailedException.class)
                    .hasMessageContaining("certificate");
        }
    }

    private GitProgram git(String home, Authorities authorities) throws Exception {
        return new GitProgram(
                Files.createDirectory(folder.resolve(home)),
                URI.create("https://git.example"),
                null,
                "https",
                authorities);
    }

    private byte[] download(SecureServer store, Authorities authorities) throws Exception {
        try (InputStream in = new ResumingDownload(
                URI.create("https://" + store.host() + "/context"),
                authorities,
                Duration.ofSeconds(5),
                _ -> {},
                new Random(1))) {
            return in.readAllBytes();
        }
    }

    private SecureServer store() throws Exception {
        return new SecureServer(Files.createDirectory(folder.resolve("keys")), exchange -> {
            exchange.sendResponseHeaders(200, CONTEXT.length);
            exchange.getResponseBody().write(CONTEXT);
            exchange.close();
        });
    }
}
