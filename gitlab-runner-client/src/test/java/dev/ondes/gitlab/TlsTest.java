package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final RunnerToken RUNNER = RunnerToken.of("glrt-s3cret");

    @TempDir
    static Path directory;

    static PrivateAuthority authority;

    @BeforeAll
    static void makeACertificate() {
        authority = PrivateAuthority.in(directory);
    }

    private static final class SecureServer extends FakeServer {
        SecureServer() throws IOException {
            super(authority.https());
        }

        @Override
        Answer answer(Seen request) {
            return Answer.of(204);
        }

        GitLabClient client(String host, Authorities believed) {
            return new GitLabClient(
                    URI.create("https://" + host + ":" + port()),
                    ClientSettings.defaults().withAuthorities(believed));
        }
    }

    private static JobAnswer request(GitLabClient client) {
        return client.requestJob(RUNNER, "r_1", RunnerInfo.ondes("0.1.0", "abc123"), null);
    }

    private static Authorities ofTheFile() {
        return Authorities.of("ca-file", authority.pem());
    }

    @Test
    void trustsTheAuthoritiesOfItsSettings() throws IOException {
        try (var server = new SecureServer();
                var client = server.client("127.0.0.1", ofTheFile())) {
            assertThat(request(client)).isEqualTo(new JobAnswer.NoJob(null));
        }
    }

    @Test
    void trustsNobodyElse() throws IOException {
        try (var server = new SecureServer();
                var client = server.client("127.0.0.1", Authorities.USUAL)) {
            assertThat(request(client))
                    .isInstanceOfSatisfying(
                            JobAnswer.Unavailable.class,
                            unavailable -> assertThat(unavailable.why()).contains("SSLHandshakeException"));
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void demandsThatTheCertificateIsTheHosts() throws IOException {
        try (var server = new SecureServer();
                var client = server.client("localhost", ofTheFile())) {
            assertThat(request(client)).isInstanceOf(JobAnswer.Unavailable.class);
            assertThat(server.seen()).isEmpty();
        }
    }
}
